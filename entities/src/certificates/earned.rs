//! What each kind of certificate is earned by. Pure.
//!
//! # Source
//! Hard rule 3 for participants. Whoever completed a training has attended as whoever has a certificate of attendance, and
//! missed no minute of what is mandatory; where nothing is, both are earned by the same. A trainer has taught while sessions
//! were held: those that are held at the same time count once, for nobody teaches in two rooms.

use chrono::{DateTime, Utc};

use super::CertificateKind;
use crate::trainings::eligibility::{Attended, Unmet, unmet_with};

/// Everything that a participant misses for a certificate of a kind; empty where they earn it. Trainers earn theirs by
/// [`taught_min`].
pub fn unmet(kind: CertificateKind, own: &[Attended], threshold_pct: i32) -> Vec<Unmet> {
    match kind {
        CertificateKind::Attendance | CertificateKind::Trainer => {
            unmet_with(own, threshold_pct, threshold_pct)
        }
        CertificateKind::Completion => unmet_with(own, threshold_pct, 100),
    }
}

/// Minutes in which any of these sessions was held, from start to end, given with the minutes planned. A session counts no
/// more than what is planned of it, so that breaks are not taught.
pub fn taught_min(sessions: &[(DateTime<Utc>, DateTime<Utc>, i32)]) -> i32 {
    let mut sessions = sessions.to_vec();
    sessions.sort();
    let (mut taught, mut last) = (0, None::<DateTime<Utc>>);
    for (from, to, planned) in sessions {
        let from = last.map_or(from, |last| from.max(last));
        let held = i32::try_from((to - from).num_minutes()).unwrap_or(i32::MAX);
        taught += held.clamp(0, planned.max(0));
        last = Some(last.map_or(to, |last| to.max(last)));
    }
    taught
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::shared::ids::SessionId;

    fn session(planned_min: i32, minutes: i32, mandatory: bool) -> Attended {
        let session_id = SessionId(Uuid::nil());
        Attended { session_id, breakout_group_id: None, planned_min, mandatory, minutes: Some(minutes) }
    }

    #[test]
    fn completion_asks_for_every_minute_of_what_is_mandatory() {
        let almost = [session(240, 200, false), session(120, 119, true)];
        assert_eq!(unmet(CertificateKind::Attendance, &almost, 80), []);
        let missed = unmet(CertificateKind::Completion, &almost, 80);
        assert!(
            matches!(missed[..], [Unmet::MandatoryMissed { attended_min: 119, required_min: 120, .. }]),
            "{missed:?}"
        );
        let whole = [session(240, 200, false), session(120, 120, true)];
        assert_eq!(unmet(CertificateKind::Completion, &whole, 80), []);
        // Where nothing is mandatory, the threshold is all.
        assert_eq!(unmet(CertificateKind::Completion, &[session(100, 80, false)], 80), []);
    }

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + chrono::Duration::minutes(minutes)
    }

    #[test]
    fn what_is_held_at_the_same_time_is_taught_once_and_breaks_are_not() {
        let taught = |of: &[(i64, i64, i32)]| {
            taught_min(
                &of.iter().map(|(from, to, planned)| (at(*from), at(*to), *planned)).collect::<Vec<_>>(),
            )
        };
        assert_eq!(taught(&[]), 0);
        assert_eq!(taught(&[(0, 240, 240), (300, 420, 120)]), 360);
        assert_eq!(taught(&[(0, 90, 90), (0, 90, 90)]), 90);
        assert_eq!(taught(&[(0, 90, 90), (60, 120, 60)]), 120);
        assert_eq!(taught(&[(0, 270, 240)]), 240);
    }

    proptest! {
        #[test]
        fn whoever_completed_a_training_has_attended_it(
            of in proptest::collection::vec((1..600_i32, 0..600_i32, any::<bool>()), 1..12),
            threshold in 0..=100_i32,
        ) {
            let own: Vec<Attended> = of.iter()
                .map(|(planned, minutes, mandatory)| session(*planned, Ord::min(*minutes, *planned), *mandatory))
                .collect();
            if unmet(CertificateKind::Completion, &own, threshold).is_empty() {
                prop_assert!(unmet(CertificateKind::Attendance, &own, threshold).is_empty());
            }
        }
    }
}
