//! Days, hours and numbers as people say them, in both languages.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Europe::Warsaw;

use crate::call::Lang;

const MIESIACE: [&str; 12] = [
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "maja",
    "czerwca",
    "lipca",
    "sierpnia",
    "września",
    "października",
    "listopada",
    "grudnia",
];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month(lang: Lang, day: NaiveDate) -> &'static str {
    lang.of(MIESIACE, MONTHS)[day.month0() as usize % 12]
}

/// A day: `12 czerwca 2026`.
pub(crate) fn day(lang: Lang, on: NaiveDate) -> String {
    format!("{}\u{a0}{} {}", on.day(), month(lang, on), on.year())
}

/// From one day to another, saying nothing twice: `12–13 czerwca 2026`.
pub(crate) fn days(lang: Lang, from: NaiveDate, to: NaiveDate) -> String {
    if from == to {
        return day(lang, from);
    }
    if from.year() != to.year() {
        return format!("{} – {}", day(lang, from), day(lang, to));
    }
    if from.month() != to.month() {
        return format!("{}\u{a0}{} – {}", from.day(), month(lang, from), day(lang, to));
    }
    format!("{}–{}", from.day(), day(lang, to))
}

/// The hour in Warsaw: `9:00`.
pub(crate) fn hour(at: DateTime<Utc>) -> String {
    at.with_timezone(&Warsaw).format("%-H:%M").to_string()
}

/// A day with its hour: `12 czerwca 2026, godz. 9:00`.
pub(crate) fn instant(lang: Lang, at: DateTime<Utc>) -> String {
    let on = at.with_timezone(&Warsaw).date_naive();
    match lang {
        Lang::Pl => format!("{}, godz.\u{a0}{}", day(lang, on), hour(at)),
        Lang::En => format!("{}, {}", day(lang, on), hour(at)),
    }
}

/// The day in Warsaw.
pub(crate) fn on(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Warsaw).date_naive()
}

/// A number with its noun: one, few (2–4, 22–24 …), many.
pub(crate) fn counted(lang: Lang, n: i64, [one, few, many]: [&str; 3], english: [&str; 2]) -> String {
    let noun = match lang {
        Lang::En => english[usize::from(n != 1)],
        Lang::Pl if n == 1 => one,
        Lang::Pl => {
            let (tens, ones) = (n.abs() % 100, n.abs() % 10);
            if (2..=4).contains(&ones) && !(12..=14).contains(&tens) { few } else { many }
        }
    };
    format!("{n}\u{a0}{noun}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on_day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn spans_say_nothing_twice() {
        let said = |from, to| days(Lang::Pl, on_day(from), on_day(to)).replace('\u{a0}', " ");
        assert_eq!(said("2026-06-12", "2026-06-12"), "12 czerwca 2026");
        assert_eq!(said("2026-06-12", "2026-06-13"), "12–13 czerwca 2026");
        assert_eq!(said("2026-06-30", "2026-07-01"), "30 czerwca – 1 lipca 2026");
        assert_eq!(said("2026-12-31", "2027-01-02"), "31 grudnia 2026 – 2 stycznia 2027");
    }

    #[test]
    fn nouns_follow_their_number() {
        let said = |n| {
            counted(Lang::Pl, n, ["miejsce", "miejsca", "miejsc"], ["seat", "seats"]).replace('\u{a0}', " ")
        };
        let all = [
            (0, "miejsc"),
            (1, "miejsce"),
            (2, "miejsca"),
            (5, "miejsc"),
            (12, "miejsc"),
            (22, "miejsca"),
            (112, "miejsc"),
        ];
        for (n, noun) in all {
            assert_eq!(said(n), format!("{n} {noun}"));
        }
    }

    #[test]
    fn hours_are_those_of_warsaw_on_both_sides_of_the_change() {
        assert_eq!(hour("2026-01-15T08:00:00Z".parse().unwrap()), "9:00");
        assert_eq!(hour("2026-07-15T08:00:00Z".parse().unwrap()), "10:00");
    }
}
