//! Rules of indicators and measurements: states, who approves, values. Pure.
//!
//! # Source
//! `indicators` in the domain's description; hard rule 10.

use super::{Direction, MeasurementState as S};
use crate::pilots::PilotState;
use crate::shared::ids::UserId;
use crate::states;

/// Largest value, in whole units of an indicator.
pub const UNITS_MAX: i64 = 999_999_999;

states!(S);

impl S {
    /// States a measurement may go to from here.
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Draft => &[Self::Submitted],
            Self::Submitted => &[Self::Approved],
            Self::Approved => &[Self::Superseded],
            Self::Superseded => &[],
        }
    }

    /// Whether its value never changes any more.
    pub const fn is_locked(self) -> bool {
        matches!(self, Self::Approved | Self::Superseded)
    }
}

/// States of a pilot in which measurements are recorded.
pub const RECORDED: &[PilotState] = &[PilotState::Running];
/// States of a pilot in which measurements are submitted, approved and corrected.
pub const SETTLED: &[PilotState] = &[PilotState::Running, PilotState::DataClosed];

/// Whether `user` may approve what `submitter` submitted: four eyes, never two.
pub fn may_approve(submitter: Option<UserId>, user: Option<UserId>) -> bool {
    submitter.is_none() || submitter != user
}

/// Whether a value is within what can be reported.
pub const fn is_in_range(hundredths: i64) -> bool {
    hundredths >= -UNITS_MAX * 100 && hundredths <= UNITS_MAX * 100
}

/// Whether a value has no more decimals than it is printed with.
pub const fn fits(hundredths: i64, decimals: i32) -> bool {
    match decimals {
        0 => hundredths % 100 == 0,
        1 => hundredths % 10 == 0,
        _ => true,
    }
}

impl Direction {
    /// Whether the way from `baseline` to `target` is the one wanted; staying where it is, is.
    pub const fn leads(self, baseline: i64, target: i64) -> bool {
        match self {
            Self::Up => target >= baseline,
            Self::Down => target <= baseline,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_is_locked_can_only_be_superseded() {
        for from in S::ALL {
            for to in S::ALL {
                if from.is_locked() && from.go(*to).is_ok() {
                    assert_eq!((*from, *to), (S::Approved, S::Superseded));
                }
            }
        }
        assert!(S::Draft.go(S::Approved).is_err(), "nothing is approved before it was submitted");
    }

    #[test]
    fn no_measurement_is_recorded_where_it_could_not_be_approved() {
        assert!(RECORDED.iter().all(|state| SETTLED.contains(state)));
    }

    proptest! {
        #[test]
        fn nobody_approves_their_own(submitter in 0..4u128, user in 0..4u128) {
            let key = |n| UserId(Uuid::from_u128(n));
            prop_assert_eq!(may_approve(Some(key(submitter)), Some(key(user))), submitter != user);
        }

        #[test]
        fn a_value_that_fits_is_printed_whole(value in -10_000_000i64..10_000_000, decimals in 0..=2i32) {
            let printed = 10i64.pow(2 - u32::try_from(decimals).unwrap());
            prop_assert_eq!(fits(value, decimals), value / printed * printed == value);
        }

        #[test]
        fn one_of_two_different_ends_is_the_wanted_one(a in -1_000i64..1_000, b in -1_000i64..1_000) {
            prop_assert_eq!(Direction::Up.leads(a, b), Direction::Down.leads(b, a));
            prop_assert!(Direction::Up.leads(a, b) || Direction::Down.leads(a, b));
        }

        #[test]
        fn absurd_values_are_out_of_range(value in any::<i64>()) {
            prop_assert_eq!(is_in_range(value), (value / 100).abs() < UNITS_MAX || value.unsigned_abs() <= 99_999_999_900);
        }
    }
}
