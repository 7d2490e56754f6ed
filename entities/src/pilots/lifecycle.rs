//! States of model versions and pilots: what may follow what. Pure.
//!
//! # Source
//! `pilots` in the domain's description; hard rule 10.

use super::{ModelState as M, PilotState as P};
use crate::states;

states!(M, P);

impl M {
    /// States a version may go to from here. Its end is a recommendation or a withdrawal.
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Draft => &[Self::InConsultation],
            Self::InConsultation => &[Self::Revised],
            Self::Revised => &[Self::ApprovedForPilot],
            Self::ApprovedForPilot => &[Self::Piloted],
            Self::Piloted => &[Self::Final],
            Self::Final => &[Self::Recommended, Self::Withdrawn],
            Self::Recommended | Self::Withdrawn => &[],
        }
    }
}

impl P {
    /// States in which sites are added.
    pub const GROWING: &'static [Self] = &[Self::Planned, Self::Recruiting, Self::Running];
    /// States in which its data are complete.
    pub const MEASURED: &'static [Self] = &[Self::DataClosed, Self::Evaluated, Self::Reported, Self::Closed];

    /// States a pilot may go to from here.
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Planned => &[Self::Recruiting],
            Self::Recruiting => &[Self::Running],
            Self::Running => &[Self::DataClosed],
            Self::DataClosed => &[Self::Evaluated],
            Self::Evaluated => &[Self::Reported],
            Self::Reported => &[Self::Closed],
            Self::Closed => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::shared::enums::Choice as _;
    use crate::shared::error::{Detail, Error};

    #[test]
    fn a_version_walks_its_states_in_order_to_one_of_two_ends() {
        let path = [
            M::Draft,
            M::InConsultation,
            M::Revised,
            M::ApprovedForPilot,
            M::Piloted,
            M::Final,
            M::Recommended,
        ];
        for pair in path.windows(2) {
            assert!(pair[0].go(pair[1]).is_ok());
        }
        assert!(M::Final.go(M::Withdrawn).is_ok());
        assert!(M::Recommended.next().is_empty() && M::Withdrawn.next().is_empty());
    }

    #[test]
    fn a_forbidden_change_names_the_present_state_and_those_that_may_follow() {
        let Err(Error::Refused(refusals)) = P::Planned.go(P::Running) else { panic!("went") };
        assert_eq!(
            refusals[0].detail,
            Detail::States { now: P::Planned.words(), allowed: vec![P::Recruiting.words()] }
        );
    }

    proptest! {
        #[test]
        fn a_pilot_only_ever_takes_the_step_that_follows(
            from in prop::sample::select(P::ALL), to in prop::sample::select(P::ALL),
        ) {
            let at = |state| P::ALL.iter().position(|one| *one == state);
            let one_step = at(to) == at(from).map(|n| n + 1);
            prop_assert_eq!(from.go(to).is_ok(), one_step);
            prop_assert!(!(P::GROWING.contains(&from) && P::MEASURED.contains(&from)));
        }

        #[test]
        fn a_version_never_comes_back(
            from in prop::sample::select(M::ALL), to in prop::sample::select(M::ALL),
        ) {
            if from.go(to).is_ok() {
                prop_assert!(from < to);
                prop_assert!(to.go(from).is_err());
            }
        }
    }
}
