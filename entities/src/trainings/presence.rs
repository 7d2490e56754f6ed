//! What scans at the door say of a session. Pure.
//!
//! A phone without network sends its scans later, twice, in any order and by a clock that is wrong. So what counts is the first
//! coming and the last leaving, which do not depend on the order, and times are set right by the hour at which the phone says
//! that it sends.

use chrono::{DateTime, Duration, Utc};

/// How far a phone's clock may be off before its times are set right.
const CLOCK: Duration = Duration::minutes(1);
/// How long before its start and after its end a session is scanned for.
const AROUND: Duration = Duration::hours(2);
/// Whoever comes so little late, or leaves so little early, was there.
const GRACE: Duration = Duration::minutes(10);

/// When somebody came and left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Presence {
    /// The first coming.
    pub came_at: Option<DateTime<Utc>>,
    /// The last leaving.
    pub left_at: Option<DateTime<Utc>>,
}

impl Presence {
    /// With a coming.
    pub fn came(self, at: DateTime<Utc>) -> Self {
        Self { came_at: Some(self.came_at.map_or(at, |known| known.min(at))), ..self }
    }

    /// With a leaving.
    pub fn left(self, at: DateTime<Utc>) -> Self {
        Self { left_at: Some(self.left_at.map_or(at, |known| known.max(at))), ..self }
    }

    /// How many minutes of a session it makes, of those planned. Who came is there to the end unless they left before it; who
    /// only left was there from the start. Both within ten minutes of the hour lose nothing.
    pub fn minutes(self, (starts_at, ends_at): (DateTime<Utc>, DateTime<Utc>), planned_min: i32) -> i32 {
        if self == Self::default() {
            return 0;
        }
        let from = self.came_at.filter(|at| *at > starts_at + GRACE).unwrap_or(starts_at);
        let to = self.left_at.filter(|at| *at < ends_at - GRACE).unwrap_or(ends_at);
        let (there, length) = ((to - from).num_minutes(), (ends_at - starts_at).num_minutes());
        // Breaks are not planned minutes: they are shared out.
        let minutes = if there >= length {
            planned_min.into()
        } else {
            there.max(0) * i64::from(planned_min) / length.max(1)
        };
        i32::try_from(minutes).unwrap_or(planned_min).clamp(0, planned_min)
    }
}

/// When something was scanned by our clock: `sent_at` is when the phone says that it sends.
pub fn by_our_clock(scanned_at: DateTime<Utc>, sent_at: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    let off = now - sent_at;
    if off.abs() > CLOCK { scanned_at + off } else { scanned_at }
}

/// Whether a session is scanned for at a time, which is not to come.
pub fn is_around(
    (starts_at, ends_at): (DateTime<Utc>, DateTime<Utc>),
    at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> bool {
    starts_at - AROUND <= at && at <= ends_at + AROUND && at <= now + CLOCK
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_779_091_200 + minutes * 60, 0).unwrap()
    }

    fn of(scans: &[(bool, i64)]) -> Presence {
        scans.iter().fold(Presence::default(), |presence, (comes, minute)| match comes {
            true => presence.came(at(*minute)),
            false => presence.left(at(*minute)),
        })
    }

    proptest! {
        #[test]
        fn scans_in_any_order_and_however_often_make_the_same_minutes(
            scans in proptest::collection::vec((any::<bool>(), -60i64..300), 0..12),
            again in proptest::collection::vec(any::<prop::sample::Index>(), 0..6),
        ) {
            let mut other: Vec<_> = scans.iter().rev().copied().collect();
            if !scans.is_empty() {
                other.extend(again.iter().map(|n| scans[n.index(scans.len())]));
            }
            prop_assert_eq!(of(&scans), of(&other));
            let minutes = of(&scans).minutes((at(0), at(240)), 200);
            prop_assert!((0..=200).contains(&minutes));
        }
    }

    #[test]
    fn who_comes_late_or_leaves_early_loses_what_they_missed_and_no_grace() {
        let hours = (at(0), at(240));
        for (scans, minutes) in [
            (&[][..], 0),
            (&[(true, -20)], 200),
            (&[(true, 10)], 200),
            (&[(true, 60)], 150),
            (&[(true, 0), (false, 120)], 100),
            (&[(false, 235)], 200),
            (&[(true, 200), (false, 100)], 0),
        ] {
            assert_eq!(of(scans).minutes(hours, 200), minutes, "{scans:?}");
        }
    }

    #[test]
    fn a_clock_that_is_wrong_is_set_right_and_what_is_yet_to_come_was_not_scanned() {
        // The phone is a day behind, and sends two hours later.
        let (scanned, sent, now) = (at(-1440), at(-1320), at(120));
        assert_eq!(by_our_clock(scanned, sent, now), at(0));
        assert_eq!(by_our_clock(at(5), at(10), at(10) + Duration::seconds(30)), at(5));
        assert!(is_around((at(0), at(240)), at(-100), at(0)));
        assert!(!is_around((at(0), at(240)), at(10), at(0)));
        assert!(!is_around((at(0), at(240)), at(-121), at(0)));
    }
}
