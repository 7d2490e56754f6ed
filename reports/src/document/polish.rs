//! Polish words around numbers: dates in the genitive, forms after a count.

use chrono::{Datelike, NaiveDate, Weekday};

/// `18 maja 2026 r.`, tied so that it never breaks inside the day and month.
#[must_use]
pub fn date(date: NaiveDate) -> String {
    let month = match date.month() {
        1 => "stycznia",
        2 => "lutego",
        3 => "marca",
        4 => "kwietnia",
        5 => "maja",
        6 => "czerwca",
        7 => "lipca",
        8 => "sierpnia",
        9 => "września",
        10 => "października",
        11 => "listopada",
        _ => "grudnia",
    };
    format!("{}\u{a0}{month} {}\u{a0}r.", date.day(), date.year())
}

/// `poniedziałek`.
#[must_use]
pub fn weekday(date: NaiveDate) -> &'static str {
    match date.weekday() {
        Weekday::Mon => "poniedziałek",
        Weekday::Tue => "wtorek",
        Weekday::Wed => "środa",
        Weekday::Thu => "czwartek",
        Weekday::Fri => "piątek",
        Weekday::Sat => "sobota",
        Weekday::Sun => "niedziela",
    }
}

/// The form of a noun after a count: 1 osoba, 2 osoby, 5 osób.
#[must_use]
pub fn counted<'a>(count: usize, one: &'a str, few: &'a str, many: &'a str) -> &'a str {
    match (count, count % 100, count % 10) {
        (1, _, _) => one,
        (_, 12..=14, _) => many,
        (_, _, 2..=4) => few,
        _ => many,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_in_the_genitive() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).expect("a day");
        assert_eq!(date(day(2026, 5, 18)), "18\u{a0}maja 2026\u{a0}r.");
        assert_eq!(date(day(2027, 10, 1)), "1\u{a0}października 2027\u{a0}r.");
        assert_eq!(weekday(day(2026, 5, 18)), "poniedziałek");
    }

    #[test]
    fn nouns_follow_their_count() {
        let people = |count| counted(count, "osoba", "osoby", "osób");
        let forms = [1, 2, 5, 12, 22, 25, 112, 0].map(people);
        assert_eq!(forms, ["osoba", "osoby", "osób", "osób", "osoby", "osób", "osób", "osób"]);
    }
}
