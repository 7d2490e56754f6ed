//! Days, hours and the project as certificates print them, in the language of each. Pure.

use chrono::{Datelike, NaiveDate};

use crate::shared::language::Language;
use crate::shared::polish::counted;
use crate::shared::warsaw;

/// `7 godzin 30 minut`, as Polish counts, or `7 hours 30 minutes`.
pub fn hours(language: Language, minutes: i32) -> String {
    let minutes = usize::try_from(minutes).unwrap_or(0);
    let (hours, rest) = (minutes / 60, minutes % 60);
    let (hour, minute) = match language {
        Language::Polish => {
            (counted(hours, "godzina", "godziny", "godzin"), counted(rest, "minuta", "minuty", "minut"))
        }
        Language::English => {
            (if hours == 1 { "hour" } else { "hours" }, if rest == 1 { "minute" } else { "minutes" })
        }
    };
    match (hours, rest) {
        (0, _) => format!("{rest} {minute}"),
        (_, 0) => format!("{hours} {hour}"),
        _ => format!("{hours} {hour} {rest} {minute}"),
    }
}

/// `18 maja 2026 r.` or `18 May 2026`.
pub fn day(language: Language, day: NaiveDate) -> String {
    match language {
        Language::Polish => warsaw::long(day),
        Language::English => day.format("%-d %B %Y").to_string(),
    }
}

/// The same, breaking between month and year only.
pub fn day_tied(language: Language, day: NaiveDate) -> String {
    match language {
        Language::Polish => warsaw::long_tied(day),
        Language::English => day.format("%-d\u{a0}%B %Y").to_string(),
    }
}

/// One day, or a range as short as the language writes it: `12–14 May 2026`, `30 June – 1 July 2026`.
pub fn span(language: Language, (from, to): (NaiveDate, NaiveDate)) -> String {
    if language == Language::Polish {
        return warsaw::span(from, to);
    }
    let long = |at: NaiveDate| day(language, at);
    if from >= to {
        long(from)
    } else if (from.year(), from.month()) == (to.year(), to.month()) {
        format!("{}–{}", from.day(), long(to))
    } else if from.year() == to.year() {
        format!("{} – {}", from.format("%-d %B"), long(to))
    } else {
        format!("{} – {}", long(from), long(to))
    }
}

/// Title and number of the project. The title stays as it is.
pub fn project(language: Language, title: &str, number: Option<&str>) -> String {
    let (named, numbered) = match language {
        Language::Polish => (format!("Projekt „{title}”"), "nr"),
        Language::English => (format!("Project “{title}”"), "no."),
    };
    number.map(|number| format!("{named}, {numbered} {number}")).unwrap_or(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_read_as_polish_counts_them() {
        let hours = |minutes| hours(Language::Polish, minutes);
        let cases = [
            (60, "1 godzina"),
            (120, "2 godziny"),
            (300, "5 godzin"),
            (720, "12 godzin"),
            (1320, "22 godziny"),
        ];
        for (minutes, text) in cases {
            assert_eq!(hours(minutes), text);
        }
        assert_eq!(hours(450), "7 godzin 30 minut");
        assert_eq!(hours(45), "45 minut");
        assert_eq!(hours(82), "1 godzina 22 minuty");
    }

    #[test]
    fn english_has_one_hour_and_many() {
        let hours = |minutes| hours(Language::English, minutes);
        assert_eq!(hours(60), "1 hour");
        assert_eq!(hours(360), "6 hours");
        assert_eq!(hours(61), "1 hour 1 minute");
        assert_eq!(hours(45), "45 minutes");
    }

    #[test]
    fn english_days_are_as_short_as_can_be() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let span = |from, to| span(Language::English, (day(from), day(to)));
        assert_eq!(span("2026-05-12", "2026-05-12"), "12 May 2026");
        assert_eq!(span("2026-05-12", "2026-05-14"), "12–14 May 2026");
        assert_eq!(span("2026-06-30", "2026-07-01"), "30 June – 1 July 2026");
        assert_eq!(span("2026-12-31", "2027-01-01"), "31 December 2026 – 1 January 2027");
    }
}
