//! Who earns a certificate. Pure.
//!
//! # Source
//! Hard rule 3: 100 × minutes attended ≥ threshold per cent × minutes planned over the person's own sessions
//! (plenary and their breakout group), and the same for each session marked mandatory by itself.

use super::EnrolmentState;
use crate::shared::ids::{BreakoutGroupId, SessionId};

/// A session and what the person attended of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attended {
    /// The session.
    pub session_id: SessionId,
    /// The breakout group it is for; none for a plenary.
    pub breakout_group_id: Option<BreakoutGroupId>,
    /// Minutes planned.
    pub planned_min: i32,
    /// Whether it must be met by itself.
    pub mandatory: bool,
    /// Minutes attended; none where nothing was recorded.
    pub minutes: Option<i32>,
}

/// What is missing for a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unmet {
    /// No session is the person's own.
    NoSessions,
    /// Too few minutes over all own sessions.
    BelowThreshold {
        /// Minutes attended.
        attended_min: i64,
        /// Minutes planned.
        planned_min: i64,
        /// Minutes that would have been enough.
        required_min: i64,
    },
    /// Too few minutes of a mandatory session.
    MandatoryMissed {
        /// The session.
        session_id: SessionId,
        /// Minutes attended.
        attended_min: i64,
        /// Minutes that would have been enough.
        required_min: i64,
    },
}

/// The sessions of a person: every plenary, and those of their breakout group.
pub fn own(all: &[Attended], group: Option<BreakoutGroupId>) -> impl Iterator<Item = &Attended> {
    all.iter().filter(move |s| s.breakout_group_id.is_none() || s.breakout_group_id == group)
}

/// How taking part ended, by what the person attended of their own sessions.
pub fn outcome(own: &[Attended], threshold_pct: i32) -> EnrolmentState {
    if own.iter().all(|session| session.minutes.unwrap_or(0) == 0) {
        EnrolmentState::NoShow
    } else if unmet(own, threshold_pct).is_empty() {
        EnrolmentState::Completed
    } else {
        EnrolmentState::NotCompleted
    }
}

/// Everything that is missing; empty for a person who earns the certificate. The threshold is inclusive.
pub fn unmet<'a>(own: impl IntoIterator<Item = &'a Attended>, threshold_pct: i32) -> Vec<Unmet> {
    unmet_with(own, threshold_pct, threshold_pct)
}

/// The same, where mandatory sessions have a threshold of their own.
pub fn unmet_with<'a>(
    own: impl IntoIterator<Item = &'a Attended>,
    threshold_pct: i32,
    mandatory_pct: i32,
) -> Vec<Unmet> {
    let (mut attended_min, mut planned_min, mut unmet) = (0_i64, 0_i64, vec![]);
    for session in own {
        let (minutes, planned) = (i64::from(session.minutes.unwrap_or(0)), i64::from(session.planned_min));
        attended_min += minutes;
        planned_min += planned;
        if session.mandatory && !reached(minutes, planned, mandatory_pct) {
            let required_min = required(planned, mandatory_pct);
            unmet.push(Unmet::MandatoryMissed {
                session_id: session.session_id,
                attended_min: minutes,
                required_min,
            });
        }
    }
    if planned_min == 0 {
        return vec![Unmet::NoSessions];
    }
    if !reached(attended_min, planned_min, threshold_pct) {
        let required_min = required(planned_min, threshold_pct);
        unmet.insert(0, Unmet::BelowThreshold { attended_min, planned_min, required_min });
    }
    unmet
}

fn reached(minutes: i64, planned: i64, threshold_pct: i32) -> bool {
    100 * minutes >= i64::from(threshold_pct) * planned
}

/// The fewest whole minutes that reach the threshold.
fn required(planned: i64, threshold_pct: i32) -> i64 {
    (i64::from(threshold_pct) * planned + 99) / 100
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn session(n: u128, planned_min: i32, minutes: i32, mandatory: bool) -> Attended {
        let session_id = SessionId(Uuid::from_u128(n));
        Attended { session_id, breakout_group_id: None, planned_min, mandatory, minutes: Some(minutes) }
    }

    #[test]
    fn exactly_the_threshold_is_enough_and_a_minute_less_is_not() {
        assert_eq!(unmet(&[session(1, 100, 80, false)], 80), []);
        let missing = unmet(&[session(1, 100, 79, false)], 80);
        assert_eq!(missing, [Unmet::BelowThreshold { attended_min: 79, planned_min: 100, required_min: 80 }]);
        // 90 per cent of 95 minutes are 85.5: 86 are needed, nothing is rounded down.
        assert_ne!(unmet(&[session(1, 95, 85, false)], 90), []);
        assert_eq!(unmet(&[session(1, 95, 86, false)], 90), []);
    }

    #[test]
    fn a_mandatory_session_must_be_met_by_itself() {
        let sessions = [session(1, 400, 400, false), session(2, 50, 10, true)];
        let session_id = SessionId(Uuid::from_u128(2));
        assert_eq!(
            unmet(&sessions, 80),
            [Unmet::MandatoryMissed { session_id, attended_min: 10, required_min: 40 }]
        );
    }

    #[test]
    fn sessions_of_other_breakout_groups_do_not_count() {
        let (mine, other) = (BreakoutGroupId(Uuid::from_u128(1)), BreakoutGroupId(Uuid::from_u128(2)));
        let mut all = [session(1, 60, 60, true), session(2, 90, 90, true), session(3, 90, 0, true)];
        all[1].breakout_group_id = Some(mine);
        all[2].breakout_group_id = Some(other);
        assert_eq!(unmet(own(&all, Some(mine)), 100), []);
        assert_eq!(own(&all, None).count(), 1);
    }

    #[test]
    fn without_sessions_nobody_earns_anything() {
        assert_eq!(unmet(&[], 0), [Unmet::NoSessions]);
    }

    proptest! {
        #[test]
        fn one_more_minute_never_takes_a_certificate_away(
            planned in proptest::collection::vec((1..600_i32, 0..600_i32, any::<bool>()), 1..12),
            threshold in 0..=100_i32,
            lucky in any::<prop::sample::Index>(),
        ) {
            let mut sessions: Vec<Attended> = planned.iter().enumerate()
                .map(|(n, (planned, minutes, mandatory))| session(n as u128, *planned, Ord::min(*minutes, *planned), *mandatory))
                .collect();
            let before = unmet(&sessions, threshold).len();
            let lucky = lucky.index(sessions.len());
            if sessions[lucky].minutes < Some(sessions[lucky].planned_min) {
                sessions[lucky].minutes = sessions[lucky].minutes.map(|m| m + 1);
            }
            prop_assert!(unmet(&sessions, threshold).len() <= before);
        }

        #[test]
        fn the_minutes_named_as_required_are_just_enough(planned in 1..10_000_i32, threshold in 1..=100_i32) {
            let missing = unmet(&[session(1, planned, 0, false)], threshold);
            let [Unmet::BelowThreshold { required_min, .. }] = missing[..] else { panic!("{missing:?}") };
            let required = i32::try_from(required_min).unwrap();
            prop_assert!(unmet(&[session(1, planned, required, false)], threshold).is_empty());
            prop_assert!(!unmet(&[session(1, planned, required - 1, false)], threshold).is_empty());
        }
    }
}
