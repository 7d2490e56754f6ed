//! What a slot of a coach looks like, and until when its booking is cancelled. Pure.

use chrono::{DateTime, Duration, Utc};

/// The shortest and the longest slot, in minutes.
pub const SHORTEST_MIN: i64 = 15;
/// The same at the other end.
pub const LONGEST_MIN: i64 = 720;
/// For so long before it begins a coachee may cancel.
pub const CANCELLED_BEFORE: Duration = Duration::hours(24);

/// Whether a slot is as long as one may be.
pub fn has_length(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> bool {
    let length = ends_at - starts_at;
    length >= Duration::minutes(SHORTEST_MIN) && length <= Duration::minutes(LONGEST_MIN)
}

/// Whole minutes of a slot.
pub fn minutes(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> i64 {
    (ends_at - starts_at).num_minutes()
}

/// Whether a coachee may still cancel.
pub fn may_cancel(starts_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now + CANCELLED_BEFORE <= starts_at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_779_091_200, 0).unwrap() + Duration::minutes(minutes)
    }

    #[test]
    fn a_slot_lasts_from_a_quarter_of_an_hour_to_twelve_hours() {
        for (length, fits) in [(-60, false), (0, false), (14, false), (15, true), (720, true), (721, false)] {
            assert_eq!(has_length(at(0), at(length)), fits, "{length}");
        }
    }

    #[test]
    fn a_coachee_cancels_until_a_day_before() {
        let day = 24 * 60;
        for (before, may) in [(day + 1, true), (day, true), (day - 1, false), (-1, false)] {
            assert_eq!(may_cancel(at(before), at(0)), may, "{before}");
        }
    }
}
