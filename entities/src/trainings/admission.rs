//! Who comes by a seat, and in which state: the one rule that every path asks. Pure.
//!
//! | path | step |
//! | --- | --- |
//! | a person is enrolled | [`Step::Ask`] |
//! | a seat was freed or added, by whatever caused it | [`Step::Freed`] |
//! | staff enrol somebody, or seat who waits, after the close | [`Step::Late`] |
//! | a seat is handed over | [`Step::TakeOver`] |
//! | an offer is accepted | [`Step::Accept`] |
//! | staff approve or reject | [`Step::Approve`], [`Step::Reject`] |
//!
//! # Source
//! Hard rules 1, 2 and 19. With approval wanted nobody is confirmed but by staff. Who was rejected or declined an offer
//! never gets anything by itself: neither an offer nor a place to wait for one. Who was rejected may be enrolled again by
//! staff alone, where there is a seat. What staff do after enrolment is over they do with a reason, and it is their approval.

use super::EnrolmentState::{self, Confirmed, OfferDeclined, Offered, PendingApproval, Rejected, Waitlisted};

/// Ends of an earlier enrolment after which nobody waits for a seat of the edition.
pub const BARRING: [EnrolmentState; 2] = [Rejected, OfferDeclined];

/// What the edition wants, and how earlier enrolments of the person in it ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// Whether enrolments wait for approval.
    pub approval: bool,
    /// Whether staff rejected the person.
    pub rejected: bool,
    /// Whether the person declined an offer.
    pub declined: bool,
}

impl Case {
    /// The case of a person with these earlier enrolments.
    pub fn of(approval: bool, before: impl IntoIterator<Item = EnrolmentState>) -> Self {
        let mut case = Self { approval, ..Self::default() };
        for state in before {
            case.rejected |= state == Rejected;
            case.declined |= state == OfferDeclined;
        }
        case
    }

    /// What a seat is held as that nobody approved yet.
    const fn seated(self) -> EnrolmentState {
        if self.approval { PendingApproval } else { Confirmed }
    }
}

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The person is enrolled.
    Ask {
        /// By staff of the edition; else by themselves or by their institution.
        by_staff: bool,
        /// Whether a seat is free.
        seat: bool,
    },
    /// Enrolment is over, and staff enrol the person with a reason.
    Late {
        /// Whether a seat is free.
        seat: bool,
    },
    /// The person takes over the seat of somebody else.
    TakeOver {
        /// By staff of the edition; else by their institution.
        by_staff: bool,
    },
    /// A seat is free for whoever waits.
    Freed,
    /// The offered seat is taken.
    Accept,
    /// Staff approve.
    Approve,
    /// Staff reject.
    Reject,
}

impl Step {
    /// States of an enrolment that it leads on from.
    pub const fn from(self) -> &'static [EnrolmentState] {
        match self {
            Self::Ask { .. } | Self::TakeOver { .. } => &[],
            Self::Late { .. } => &[Waitlisted],
            Self::Freed => &[Waitlisted],
            Self::Accept => &[Offered],
            Self::Approve => &[PendingApproval],
            Self::Reject => &[PendingApproval, Waitlisted, Offered],
        }
    }
}

/// Why the step leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Barred {
    /// Staff rejected the person.
    Rejected,
    /// The person declined an offer.
    Declined,
    /// No seat is free, and nobody waits for one any more.
    Full,
    /// The enrolment is in another state.
    State,
}

/// The state of an enrolment after a step; `now` is none before there is one.
///
/// # Errors
/// The step leads nowhere.
pub fn after(case: Case, now: Option<EnrolmentState>, step: Step) -> Result<EnrolmentState, Barred> {
    match (now, step) {
        (None, Step::Ask { by_staff: false, .. }) if case.rejected => Err(Barred::Rejected),
        (None, Step::Ask { seat: true, .. }) => Ok(case.seated()),
        (None, Step::Ask { seat: false, .. }) => may_wait(case).map(|()| Waitlisted),
        (None | Some(Waitlisted), Step::Late { seat: true }) => Ok(Confirmed),
        (None | Some(Waitlisted), Step::Late { seat: false }) => Err(Barred::Full),
        (None, Step::TakeOver { by_staff: true }) => Ok(Confirmed),
        (None, Step::TakeOver { by_staff: false }) if case.rejected => Err(Barred::Rejected),
        (None, Step::TakeOver { by_staff: false }) => Ok(case.seated()),
        (Some(Waitlisted), Step::Freed) => may_wait(case).map(|()| Offered),
        (Some(Offered), Step::Accept) => Ok(case.seated()),
        (Some(PendingApproval), Step::Approve) => Ok(Confirmed),
        (Some(PendingApproval | Waitlisted | Offered), Step::Reject) => Ok(Rejected),
        _ => Err(Barred::State),
    }
}

const fn may_wait(case: Case) -> Result<(), Barred> {
    match case {
        Case { rejected: true, .. } => Err(Barred::Rejected),
        Case { declined: true, .. } => Err(Barred::Declined),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn steps() -> impl Strategy<Value = Step> {
        prop_oneof![
            (any::<bool>(), any::<bool>()).prop_map(|(by_staff, seat)| Step::Ask { by_staff, seat }),
            any::<bool>().prop_map(|seat| Step::Late { seat }),
            any::<bool>().prop_map(|by_staff| Step::TakeOver { by_staff }),
            Just(Step::Freed),
            Just(Step::Accept),
            Just(Step::Approve),
            Just(Step::Reject),
        ]
    }

    proptest! {
        #[test]
        fn whatever_happens_with_approval_wanted_only_staff_confirm(
            approval in any::<bool>(),
            // Each enrolment of one person in one edition, one after the other, as far as it comes.
            lives in proptest::collection::vec(proptest::collection::vec(steps(), 1..8), 1..6),
        ) {
            let mut ended = vec![];
            for life in lives {
                let case = Case::of(approval, ended.iter().copied());
                let (mut now, mut asked_by_staff) = (None, false);
                for step in life {
                    let Ok(state) = after(case, now, step) else { continue };
                    match step {
                        Step::Ask { by_staff, .. } | Step::TakeOver { by_staff } => asked_by_staff = by_staff,
                        Step::Late { .. } => asked_by_staff = true,
                        _ => {}
                    }
                    prop_assert!(now.is_none_or(|now| now.next().contains(&state)), "{now:?} → {state:?}");
                    if state == Confirmed && approval {
                        let by_staff = match step {
                            Step::Approve => now == Some(PendingApproval),
                            Step::Late { .. } | Step::TakeOver { by_staff: true } => true,
                            _ => false,
                        };
                        prop_assert!(by_staff, "{now:?} by {step:?}");
                    }
                    if case.rejected {
                        prop_assert!(asked_by_staff, "{step:?} by itself after a rejection");
                    }
                    if case.rejected || case.declined {
                        prop_assert!(!matches!(state, Waitlisted | Offered), "{step:?} leads to {state:?}");
                    }
                    now = Some(state);
                }
                // What is left is declined, rejected already, or cancelled.
                ended.push(match now {
                    Some(Offered) => OfferDeclined,
                    Some(Rejected) => Rejected,
                    _ => EnrolmentState::CancelledBySelf,
                });
            }
        }

        #[test]
        fn without_approval_a_seat_is_a_seat(seat in any::<bool>(), by_staff in any::<bool>()) {
            let case = Case::default();
            let asked = after(case, None, Step::Ask { by_staff, seat }).unwrap();
            prop_assert_eq!(asked, if seat { Confirmed } else { Waitlisted });
            if !seat {
                prop_assert_eq!(after(case, Some(asked), Step::Freed), Ok(Offered));
                prop_assert_eq!(after(case, Some(Offered), Step::Accept), Ok(Confirmed));
            }
        }
    }

    #[test]
    fn a_step_leads_on_from_the_states_it_names_and_from_no_other() {
        for state in EnrolmentState::ALL {
            for step in [Step::Late { seat: true }, Step::Freed, Step::Accept, Step::Approve, Step::Reject] {
                let goes = after(Case::default(), Some(*state), step).is_ok();
                assert_eq!(goes, step.from().contains(state), "{state:?} {step:?}");
            }
        }
    }

    #[test]
    fn who_declined_may_still_have_a_seat_that_is_there() {
        let case = Case::of(false, [OfferDeclined]);
        assert_eq!(after(case, None, Step::Ask { by_staff: false, seat: true }), Ok(Confirmed));
        assert_eq!(after(case, None, Step::Ask { by_staff: true, seat: false }), Err(Barred::Declined));
    }

    #[test]
    fn who_was_rejected_is_enrolled_again_by_staff_alone_and_approved_anew() {
        let case = Case::of(true, [EnrolmentState::CancelledBySelf, Rejected]);
        assert_eq!(after(case, None, Step::Ask { by_staff: false, seat: true }), Err(Barred::Rejected));
        assert_eq!(after(case, None, Step::Ask { by_staff: true, seat: true }), Ok(PendingApproval));
        assert_eq!(after(case, None, Step::Ask { by_staff: true, seat: false }), Err(Barred::Rejected));
    }
}
