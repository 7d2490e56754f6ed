//! Civil time. Days and deadlines are Europe/Warsaw; a deadline given as a day lasts to the end of that day.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::{Europe::Warsaw, Tz};

/// Years a date may lie in (S3 prints a year of five digits).
pub const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

const MONTHS: [&str; 12] = [
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

/// The instant in Warsaw's civil time.
pub fn local(at: DateTime<Utc>) -> DateTime<Tz> {
    at.with_timezone(&Warsaw)
}

/// The day it is in Warsaw.
pub fn day(at: DateTime<Utc>) -> NaiveDate {
    local(at).date_naive()
}

/// The first instant of `day` in Warsaw.
pub fn start_of_day(day: NaiveDate) -> DateTime<Utc> {
    instant(day.and_time(NaiveTime::MIN))
}

/// The first instant after `day`: a deadline given as a day holds while `now < end_of_day(day)`.
pub fn end_of_day(day: NaiveDate) -> DateTime<Utc> {
    start_of_day(day + Duration::days(1))
}

/// The last day before an instant: the day of a deadline, or on which something ends that ends at midnight.
pub fn last_day(end: DateTime<Utc>) -> NaiveDate {
    day(end - Duration::nanoseconds(1))
}

/// The instant a Warsaw clock shows `civil`. In the repeated hour of autumn the first one; a time that spring
/// skips is moved on by the hour that is missing.
pub fn instant(civil: NaiveDateTime) -> DateTime<Utc> {
    Warsaw
        .from_local_datetime(&civil)
        .earliest()
        .or_else(|| Warsaw.from_local_datetime(&(civil + Duration::hours(1))).earliest())
        .map_or_else(|| civil.and_utc(), |at| at.with_timezone(&Utc))
}

/// Whether a date's year is one that the product takes.
pub fn in_range(day: NaiveDate) -> bool {
    YEARS.contains(&day.year())
}

/// `18 maja 2026 r.`
pub fn long(day: NaiveDate) -> String {
    format!("{} {} {} r.", day.day(), MONTHS[day.month0() as usize], day.year())
}

/// The same, breaking between month and year only.
pub fn long_tied(day: NaiveDate) -> String {
    format!("{}\u{a0}{} {}\u{a0}r.", day.day(), MONTHS[day.month0() as usize], day.year())
}

/// One day, or a range as short as Polish writes it: `12–14 maja 2026 r.`, `30 czerwca – 1 lipca 2026 r.`
pub fn span(from: NaiveDate, to: NaiveDate) -> String {
    if from >= to {
        long(from)
    } else if (from.year(), from.month()) == (to.year(), to.month()) {
        format!("{}–{}", from.day(), long(to))
    } else if from.year() == to.year() {
        format!("{} {} – {}", from.day(), MONTHS[from.month0() as usize], long(to))
    } else {
        format!("{} – {}", long(from), long(to))
    }
}

/// `09:05` on a Warsaw clock.
pub fn hour(at: DateTime<Utc>) -> String {
    local(at).format("%H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(y: i32, m: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, day).unwrap()
    }

    #[test]
    fn a_deadline_lasts_to_the_end_of_its_day_in_both_halves_of_the_year() {
        assert_eq!(end_of_day(d(2018, 7, 4)).to_rfc3339(), "2018-07-04T22:00:00+00:00");
        assert_eq!(end_of_day(d(2018, 12, 4)).to_rfc3339(), "2018-12-04T23:00:00+00:00");
        // The days on which the clocks change have 23 and 25 hours.
        assert_eq!(end_of_day(d(2026, 3, 29)) - start_of_day(d(2026, 3, 29)), Duration::hours(23));
        assert_eq!(end_of_day(d(2026, 10, 25)) - start_of_day(d(2026, 10, 25)), Duration::hours(25));
    }

    #[test]
    fn a_deadline_reads_as_the_day_it_was_given_as_on_every_day_of_years() {
        let first = d(2024, 1, 1);
        for day in first.iter_days().take(1_500) {
            assert_eq!(last_day(end_of_day(day)), day);
        }
        assert_eq!(last_day(start_of_day(first) + Duration::hours(9)), first);
    }

    #[test]
    fn a_skipped_hour_moves_on_and_a_repeated_one_is_the_first() {
        assert_eq!(
            instant(d(2026, 3, 29).and_hms_opt(2, 30, 0).unwrap()).to_rfc3339(),
            "2026-03-29T01:30:00+00:00"
        );
        assert_eq!(
            instant(d(2026, 10, 25).and_hms_opt(2, 30, 0).unwrap()).to_rfc3339(),
            "2026-10-25T00:30:00+00:00"
        );
    }

    #[test]
    fn spans_read_as_polish_writes_them() {
        assert_eq!(span(d(2026, 5, 12), d(2026, 5, 14)), "12–14 maja 2026 r.");
        assert_eq!(span(d(2026, 6, 30), d(2026, 7, 1)), "30 czerwca – 1 lipca 2026 r.");
        assert_eq!(span(d(2026, 5, 12), d(2026, 5, 12)), "12 maja 2026 r.");
        assert_eq!(span(d(2026, 12, 31), d(2027, 1, 1)), "31 grudnia 2026 r. – 1 stycznia 2027 r.");
        assert_eq!(long_tied(d(2027, 10, 1)), "1\u{a0}października 2027\u{a0}r.");
    }
}
