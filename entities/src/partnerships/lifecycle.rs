//! States of a project, and of a partner in it: what may follow what. Pure.
//!
//! draft → active ⇄ suspended, active → settling → closed → archived. No enrolment and no call opens unless active.
//! A partner: invited → accepted | refused, accepted → left; the lead may remove either. Whoever is gone may be invited anew.
//!
//! # Source
//! `domain.md`, partnerships.

use super::project_partner::Model as Partner;
use super::{PartnerState as P, ProjectState as S};
use crate::shared::error::Result;
use crate::states;

states!(S);
states!(P);

impl P {
    /// States a partnership may go to from here.
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Invited => &[Self::Accepted, Self::Refused, Self::Removed],
            Self::Accepted => &[Self::Left, Self::Removed],
            Self::Refused | Self::Left | Self::Removed => &[Self::Invited],
        }
    }

    /// Whether it waits for an answer or takes part.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Invited | Self::Accepted)
    }
}

impl Partner {
    /// Refuses to make anything new for whoever is not a partner: invited only, or gone.
    ///
    /// # Errors
    /// `WrongState`.
    pub fn must_take_part(&self) -> Result<()> {
        self.state.must_be(&[P::Accepted])
    }
}

impl S {
    /// States a project may go to from here.
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Draft | Self::Suspended => &[Self::Active],
            Self::Active => &[Self::Suspended, Self::Settling],
            Self::Settling => &[Self::Closed],
            Self::Closed => &[Self::Archived],
            Self::Archived => &[],
        }
    }

    /// Refuses to change what is being settled or is over: partners and tasks.
    ///
    /// # Errors
    /// `WrongState`.
    pub fn must_be_open(self) -> Result<()> {
        const OPEN: &[S] = &[S::Draft, S::Active, S::Suspended];
        self.must_be(OPEN)
    }

    /// Refuses to change a project that is over.
    ///
    /// # Errors
    /// `WrongState`.
    pub fn must_not_be_over(self) -> Result<()> {
        const NOT_OVER: &[S] = &[S::Draft, S::Active, S::Suspended, S::Settling];
        self.must_be(NOT_OVER)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::enums::Choice as _;
    use crate::shared::error::{Detail, Error};

    #[test]
    fn a_project_walks_its_states_in_order() {
        for pair in [S::Draft, S::Active, S::Settling, S::Closed, S::Archived].windows(2) {
            assert!(pair[0].go(pair[1]).is_ok());
        }
        assert!(S::Active.go(S::Suspended).is_ok() && S::Suspended.go(S::Active).is_ok());
    }

    #[test]
    fn nobody_takes_part_who_was_not_invited_and_asked() {
        for from in P::ALL {
            assert_eq!(from.next().contains(&P::Accepted), *from == P::Invited, "{from:?}");
            assert_eq!(from.next().contains(&P::Invited), !from.is_live(), "{from:?}");
        }
    }

    #[test]
    fn nothing_comes_back_from_settling() {
        let mut reached = vec![S::Settling];
        while let Some(state) = reached.pop() {
            assert!(!matches!(state, S::Draft | S::Active | S::Suspended));
            reached.extend(state.next());
        }
    }

    #[test]
    fn a_forbidden_change_names_the_present_state_and_those_that_may_follow() {
        let Err(Error::Refused(refusals)) = S::Active.go(S::Closed) else { panic!("went") };
        let allowed = vec![S::Suspended.words(), S::Settling.words()];
        assert_eq!(refusals[0].detail, Detail::States { now: S::Active.words(), allowed });
        assert!(S::Settling.must_be_open().is_err() && S::Settling.must_not_be_over().is_ok());
    }
}
