//! Polish words of the calendar.

use chrono::{Datelike, NaiveDate, Weekday};

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_week_have_their_names() {
        let monday = NaiveDate::from_ymd_opt(2026, 5, 18).expect("a day");
        assert_eq!(weekday(monday), "poniedziałek");
    }
}
