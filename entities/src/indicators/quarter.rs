//! Quarters of the calendar: a measurement belongs to one, named by its first day. Pure.

use chrono::{Datelike, Months, NaiveDate};

/// The first day of the quarter that a day lies in.
pub fn first_day(day: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(day.year(), day.month0() / 3 * 3 + 1, 1).unwrap_or(day)
}

/// Whether a day is the first of a quarter.
pub fn is_first_day(day: NaiveDate) -> bool {
    first_day(day) == day
}

/// First days of the quarters that a period touches, in order; none where it ends before it starts.
pub fn of_period(from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let mut quarters = vec![];
    let mut quarter = Some(first_day(from)).filter(|_| from <= to);
    while let Some(first) = quarter.filter(|first| *first <= to) {
        quarters.push(first);
        quarter = first.checked_add_months(Months::new(3));
    }
    quarters
}

/// Whether the quarter that begins on `quarter` touches a period.
pub fn touches(quarter: NaiveDate, from: NaiveDate, to: NaiveDate) -> bool {
    first_day(from) <= quarter && quarter <= to
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_has_the_quarters_it_touches() {
        let quarters = of_period(day("2025-12-31"), day("2026-07-01"));
        assert_eq!(quarters, ["2025-10-01", "2026-01-01", "2026-04-01", "2026-07-01"].map(day));
        assert_eq!(of_period(day("2026-05-12"), day("2026-05-12")), [day("2026-04-01")]);
        assert!(of_period(day("2026-05-12"), day("2026-05-11")).is_empty());
    }

    fn days() -> impl Strategy<Value = NaiveDate> {
        (0..40_000i64).prop_map(|n| day("1990-01-01") + chrono::Duration::days(n))
    }

    proptest! {
        #[test]
        fn the_first_day_is_one_and_lies_at_most_a_quarter_back(day in days()) {
            let first = first_day(day);
            prop_assert!(is_first_day(first));
            prop_assert!(first <= day && (day - first).num_days() < 92);
            prop_assert_eq!(first.day(), 1);
        }

        #[test]
        fn quarters_of_a_period_follow_one_another_and_touch_it(from in days(), length in 0..3_000i64) {
            let to = from + chrono::Duration::days(length);
            let quarters = of_period(from, to);
            prop_assert_eq!(quarters.first(), Some(&first_day(from)));
            prop_assert_eq!(quarters.last(), Some(&first_day(to)));
            prop_assert!(quarters.iter().all(|quarter| is_first_day(*quarter) && touches(*quarter, from, to)));
            for pair in quarters.windows(2) {
                prop_assert_eq!(pair[0].checked_add_months(Months::new(3)), Some(pair[1]));
            }
            prop_assert!(!touches(first_day(to) + Months::new(3), from, to));
        }
    }
}
