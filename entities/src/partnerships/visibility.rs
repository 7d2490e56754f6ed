//! The rule of the visibility strip: one to four different signs, the EU flag among them, none larger than it.
//! Pure.
//!
//! # Source
//! Hard rule 13.

use super::SignKind;

/// Most signs of a strip.
pub const SIGNS_MAX: usize = 4;

/// Why a strip may not be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StripFault {
    /// No sign, or more than four.
    #[error("a strip has one to four signs")]
    Count,
    /// Without the EU flag.
    #[error("the EU flag is missing")]
    NoFlag,
    /// The sign at this place, from 0, stands there twice.
    #[error("sign {0} stands there twice")]
    Twice(usize),
    /// The sign at this place, from 0, is larger than the EU flag.
    #[error("sign {0} is larger than the EU flag")]
    Larger(usize),
    /// The height of the sign at this place, from 0, is outside 1–100 per cent.
    #[error("sign {0} has no height of 1 to 100 per cent")]
    Height(usize),
}

/// Checks a strip: kinds with their heights in per cent, from the left.
///
/// # Errors
/// The first fault.
pub fn check(signs: &[(SignKind, i32)]) -> Result<(), StripFault> {
    if signs.is_empty() || signs.len() > SIGNS_MAX {
        return Err(StripFault::Count);
    }
    let flag = signs.iter().find(|(kind, _)| *kind == SignKind::EuropeanUnion);
    let Some((_, flag_height)) = flag else { return Err(StripFault::NoFlag) };
    for (n, (kind, height)) in signs.iter().enumerate() {
        if !(1..=100).contains(height) {
            return Err(StripFault::Height(n));
        }
        if signs[..n].iter().any(|(before, _)| before == kind) {
            return Err(StripFault::Twice(n));
        }
        if height > flag_height {
            return Err(StripFault::Larger(n));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::SignKind::{EuropeanUnion, Programme, Region, Republic};
    use super::*;

    #[test]
    fn each_fault_is_named() {
        let flag = (EuropeanUnion, 100);
        assert_eq!(check(&[(Programme, 90), (Republic, 100), flag, (Region, 80)]), Ok(()));
        assert_eq!(check(&[flag]), Ok(()));
        assert_eq!(check(&[]), Err(StripFault::Count));
        assert_eq!(check(&[flag; 5]), Err(StripFault::Count));
        assert_eq!(check(&[(Republic, 50)]), Err(StripFault::NoFlag));
        assert_eq!(check(&[flag, (Region, 50), (Region, 40)]), Err(StripFault::Twice(2)));
        assert_eq!(check(&[(Republic, 81), (EuropeanUnion, 80)]), Err(StripFault::Larger(0)));
        assert_eq!(check(&[flag, (Region, 0)]), Err(StripFault::Height(1)));
        assert_eq!(check(&[(EuropeanUnion, 101)]), Err(StripFault::Height(0)));
    }

    fn signs() -> impl Strategy<Value = Vec<(SignKind, i32)>> {
        prop::collection::vec((prop::sample::select(SignKind::ALL), -5..110i32), 0..7)
    }

    proptest! {
        #[test]
        fn a_strip_that_passes_is_one_that_may_be_printed(signs in signs()) {
            if check(&signs).is_ok() {
                prop_assert!((1..=4).contains(&signs.len()));
                let flags: Vec<_> = signs.iter().filter(|(kind, _)| *kind == EuropeanUnion).collect();
                prop_assert_eq!(flags.len(), 1);
                prop_assert!(signs.iter().all(|(_, height)| (1..=flags[0].1).contains(height)));
            }
        }

        #[test]
        fn the_order_of_the_signs_is_free(signs in signs()) {
            let turned: Vec<_> = signs.iter().rev().copied().collect();
            prop_assert_eq!(check(&signs).is_ok(), check(&turned).is_ok());
        }

        #[test]
        fn one_more_sign_never_mends_a_strip_with_a_flag(signs in signs(), more in -5..110i32) {
            let has_flag = signs.iter().any(|(kind, _)| *kind == EuropeanUnion);
            if has_flag && check(&signs).is_err() {
                let longer = [signs, vec![(Region, more)]].concat();
                prop_assert!(check(&longer).is_err());
            }
        }
    }
}
