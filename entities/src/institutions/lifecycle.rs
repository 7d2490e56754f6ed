//! States of an institution: what may follow what. Pure.
//!
//! # Source
//! `domain.md`, institutions.

use super::InstitutionState as S;
use crate::shared::error::Result;
use crate::states;

states!(S);

impl S {
    /// States an institution may go to from here.
    pub const fn next(self) -> &'static [Self] {
        match self {
            // One that was entered twice was never verified.
            Self::Registered => &[Self::Verified, Self::Closed, Self::Merged],
            Self::Verified => &[Self::Closed, Self::Merged],
            Self::Closed => &[Self::Verified],
            Self::Merged => &[],
        }
    }

    /// Whether it exists: people may work there, and it may be changed.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Registered | Self::Verified)
    }

    /// Refuses an institution that no longer exists.
    ///
    /// # Errors
    /// `WrongState` on `field`.
    pub fn must_live(self, field: &str) -> Result<()> {
        self.must_be_at(&[Self::Registered, Self::Verified], field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::enums::Choice as _;
    use crate::shared::error::{Detail, Error};

    #[test]
    fn an_institution_is_verified_and_closes_or_merges_and_a_closed_one_opens_again() {
        assert!(S::Registered.go(S::Verified).is_ok());
        assert!(S::Verified.go(S::Closed).is_ok() && S::Verified.go(S::Merged).is_ok());
        assert!(S::Closed.go(S::Verified).is_ok() && S::Closed.go(S::Merged).is_err());
        assert!(S::Merged.next().is_empty());
        for state in S::ALL {
            assert!(state.go(*state).is_err());
            assert_eq!(state.must_live("institutionId").is_ok(), state.next().contains(&S::Merged));
        }
    }

    #[test]
    fn a_forbidden_change_names_the_present_state_and_those_that_may_follow() {
        let Err(Error::Refused(refusals)) = S::Closed.go(S::Merged) else { panic!("went") };
        assert_eq!(
            refusals[0].detail,
            Detail::States { now: S::Closed.words(), allowed: vec![S::Verified.words()] }
        );
    }
}
