//! States of requests and of coaching: what may follow what. Pure.
//!
//! # Source
//! `advisory` in the domain's description; hard rule 20.

use super::{AdvisoryRequestState as R, CoachingState as C};
use crate::states;

states!(R, C);

impl R {
    /// States in which somebody still works on it.
    pub const OPEN: &'static [Self] = &[Self::Requested, Self::Assigned, Self::Scheduled];
    /// States in which sessions are noted.
    pub const ADVISED: &'static [Self] = &[Self::Assigned, Self::Scheduled, Self::Done];

    /// States a request may go to from here. A time that was agreed can be moved.
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Requested => &[Self::Assigned, Self::Withdrawn, Self::Cancelled],
            Self::Assigned => &[Self::Scheduled, Self::Done, Self::Withdrawn, Self::Cancelled],
            Self::Scheduled => &[Self::Scheduled, Self::Done, Self::Withdrawn, Self::Cancelled],
            Self::Done => &[Self::Closed],
            Self::Closed | Self::Withdrawn | Self::Cancelled => &[],
        }
    }
}

impl C {
    /// States in which it is changed and people come and go.
    pub const OPEN: &'static [Self] = &[Self::Planned, Self::Active];

    /// States coaching may go to from here. What is over can be opened again.
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Planned => &[Self::Active, Self::Ended],
            Self::Active => &[Self::Completed, Self::Ended],
            Self::Completed | Self::Ended => &[Self::Active],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_advised_is_never_taken_back_and_what_ended_stays_ended() {
        for state in [R::Done, R::Closed] {
            assert!(state.go(R::Withdrawn).is_err() && state.go(R::Cancelled).is_err());
        }
        for state in R::ALL {
            let ends = state.next().is_empty();
            assert_eq!(ends, matches!(state, R::Closed | R::Withdrawn | R::Cancelled));
            assert!(state.go(R::Requested).is_err());
        }
    }

    #[test]
    fn coaching_is_completed_once_it_began_and_nothing_leads_back_to_a_plan() {
        assert!(C::Planned.go(C::Completed).is_err());
        for state in C::ALL {
            assert!(state.go(C::Planned).is_err() && state.go(*state).is_err());
            assert_eq!(C::OPEN.contains(state), state.go(C::Ended).is_ok());
        }
    }
}
