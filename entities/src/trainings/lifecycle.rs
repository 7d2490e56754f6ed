//! States of editions and enrolments: what may follow what. Pure.
//!
//! # Source
//! `trainings` in the domain's description; hard rules 1 and 2.

use super::{EditionState as E, EnrolmentState as N, SurveyState};
use crate::states;

states!(E, N, SurveyState);

impl E {
    /// States an edition may go to from here.
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Draft => &[Self::Published, Self::Cancelled],
            Self::Published => &[Self::EnrolmentOpen, Self::Cancelled],
            Self::EnrolmentOpen => &[Self::EnrolmentClosed, Self::Cancelled],
            Self::EnrolmentClosed => &[Self::Running, Self::EnrolmentOpen, Self::Cancelled],
            // Back only as long as nothing was recorded.
            Self::Running => &[Self::Completed, Self::EnrolmentClosed, Self::Cancelled],
            Self::Completed => &[Self::Settled],
            Self::Settled | Self::Cancelled => &[],
        }
    }

    /// Over, and not called off.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Completed | Self::Settled)
    }
}

impl SurveyState {
    /// States a survey may go to from here. What was told stays told: nobody answers a closed one.
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Draft => &[Self::Open],
            Self::Open => &[Self::Closed],
            Self::Closed => &[],
        }
    }
}

impl N {
    /// States an enrolment may go to from here.
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Requested => &[Self::PendingApproval, Self::Confirmed, Self::Waitlisted, Self::Rejected],
            Self::PendingApproval => &[
                Self::Confirmed,
                Self::Rejected,
                Self::CancelledBySelf,
                Self::CancelledLate,
                Self::CancelledByOrganiser,
            ],
            // Confirmed by staff alone, after enrolment is over.
            Self::Waitlisted => &[
                Self::Offered,
                Self::Confirmed,
                Self::Rejected,
                Self::CancelledBySelf,
                Self::CancelledByOrganiser,
            ],
            Self::Offered => &[
                Self::PendingApproval,
                Self::Confirmed,
                Self::Rejected,
                Self::OfferDeclined,
                Self::OfferExpired,
                Self::CancelledBySelf,
                Self::CancelledByOrganiser,
            ],
            Self::Confirmed => &[
                Self::CancelledBySelf,
                Self::CancelledLate,
                Self::CancelledByOrganiser,
                Self::Completed,
                Self::NotCompleted,
                Self::NoShow,
            ],
            // By a correction of the attendance that was locked.
            Self::Completed => &[Self::NotCompleted, Self::NoShow],
            Self::NotCompleted => &[Self::Completed, Self::NoShow],
            Self::NoShow => &[Self::Completed, Self::NotCompleted],
            _ => &[],
        }
    }

    /// Whether it ended without anybody taking part: the person may be enrolled once more.
    pub const fn is_ended(self) -> bool {
        matches!(
            self,
            Self::Rejected
                | Self::OfferDeclined
                | Self::OfferExpired
                | Self::CancelledBySelf
                | Self::CancelledLate
                | Self::CancelledByOrganiser
        )
    }

    /// Whether it holds a seat before the edition is over.
    pub const fn holds_seat(self) -> bool {
        matches!(self, Self::PendingApproval | Self::Offered | Self::Confirmed)
    }

    /// Whether the person takes part: what attendance is recorded for.
    pub const fn takes_part(self) -> bool {
        matches!(self, Self::Confirmed | Self::Completed | Self::NotCompleted | Self::NoShow)
    }

    /// States that hold a seat before the edition is over.
    pub const SEATED: [Self; 3] = [Self::PendingApproval, Self::Offered, Self::Confirmed];
    /// States of people who take part.
    pub const PARTICIPANTS: [Self; 4] = [Self::Confirmed, Self::Completed, Self::NotCompleted, Self::NoShow];
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::enums::Choice as _;
    use crate::shared::error::{Detail, Error};

    #[test]
    fn an_edition_walks_its_states_in_order_and_can_be_called_off_before_it_is_over() {
        let path = [
            E::Draft,
            E::Published,
            E::EnrolmentOpen,
            E::EnrolmentClosed,
            E::Running,
            E::Completed,
            E::Settled,
        ];
        for pair in path.windows(2) {
            assert!(pair[0].go(pair[1]).is_ok());
        }
        for state in E::ALL {
            assert_eq!(
                state.go(E::Cancelled).is_ok(),
                !state.is_over() && *state != E::Cancelled,
                "{state:?}"
            );
        }
    }

    #[test]
    fn a_forbidden_change_names_the_present_state_and_those_that_may_follow() {
        let Err(Error::Refused(refusals)) = E::Draft.go(E::Completed) else { panic!("went") };
        let allowed = vec![E::Published.words(), E::Cancelled.words()];
        assert_eq!(refusals[0].detail, Detail::States { now: E::Draft.words(), allowed });
    }

    #[test]
    fn only_people_who_take_part_come_to_an_end_that_attendance_decides() {
        for from in N::ALL {
            for to in from.next() {
                if matches!(to, N::Completed | N::NotCompleted | N::NoShow) {
                    assert!(from.takes_part(), "{from:?}");
                }
            }
        }
    }
}
