//! Where signatures, scans at the door and the attendance list say different things of somebody at a session. Pure.
//!
//! What was not looked at says nothing: a page whose signatures nobody has noted, a session at whose door nobody was scanned, a
//! person of whom the list has no entry.

use super::Discrepancy;

/// What is told of one person at one session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Whether they signed; none where no page with them was read.
    pub signed: Option<bool>,
    /// Minutes that their scans at the door make; none where they were not scanned.
    pub scanned_min: Option<i32>,
    /// Whether anybody was scanned at the door of the session.
    pub door: bool,
    /// Minutes on the attendance list; none where it says nothing of them.
    pub listed_min: Option<i32>,
}

impl Told {
    fn was_scanned(self) -> bool {
        self.scanned_min.is_some_and(|minutes| minutes > 0)
    }

    /// Where it is said otherwise.
    pub fn discrepancies(self) -> Vec<Discrepancy> {
        let listed = self.listed_min.map(|minutes| minutes > 0);
        let mut found = vec![];
        let mut note = |holds: bool, what: Discrepancy| {
            if holds {
                found.push(what);
            }
        };
        note(self.signed == Some(true) && self.door && !self.was_scanned(), Discrepancy::SignedNotScanned);
        note(self.signed == Some(false) && self.was_scanned(), Discrepancy::ScannedNotSigned);
        note(self.signed == Some(true) && listed == Some(false), Discrepancy::SignedNotListed);
        note(self.signed == Some(false) && listed == Some(true), Discrepancy::ListedNotSigned);
        let differ =
            self.scanned_min.is_some_and(|minutes| self.listed_min.is_some_and(|listed| listed != minutes));
        note(differ, Discrepancy::MinutesDiffer);
        found
    }

    /// The minutes that a signature makes, where it alone decides: those of the scans, or all that are planned; none for
    /// whoever did not sign. Nothing is made of a signature against scans: somebody has to look.
    pub fn minutes(self, planned_min: i32) -> Option<i32> {
        match (self.signed?, self.was_scanned()) {
            (true, true) => self.scanned_min,
            (true, false) => Some(planned_min),
            (false, false) => Some(0),
            (false, true) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(signed: Option<bool>, scanned_min: Option<i32>, door: bool, listed_min: Option<i32>) -> Told {
        Told { signed, scanned_min, door, listed_min }
    }

    #[test]
    fn each_difference_has_its_name_and_what_is_not_known_is_none() {
        use Discrepancy::{
            ListedNotSigned, MinutesDiffer, ScannedNotSigned, SignedNotListed, SignedNotScanned,
        };
        for (told, expected) in [
            (told(None, None, true, None), vec![]),
            (told(None, None, true, Some(90)), vec![]),
            (told(Some(true), None, false, None), vec![]),
            (told(Some(true), None, true, None), vec![SignedNotScanned]),
            (told(Some(true), Some(0), true, Some(0)), vec![SignedNotScanned, SignedNotListed]),
            (told(Some(true), Some(90), true, Some(90)), vec![]),
            (told(Some(false), None, true, Some(0)), vec![]),
            (told(Some(false), Some(90), true, None), vec![ScannedNotSigned]),
            (told(Some(false), None, false, Some(90)), vec![ListedNotSigned]),
            (told(None, Some(60), true, Some(90)), vec![MinutesDiffer]),
        ] {
            assert_eq!(told.discrepancies(), expected, "{told:?}");
        }
    }

    #[test]
    fn a_signature_makes_minutes_where_no_scan_speaks_against_it() {
        assert_eq!(told(Some(true), None, true, None).minutes(90), Some(90));
        assert_eq!(told(Some(true), Some(60), true, None).minutes(90), Some(60));
        assert_eq!(told(Some(false), None, true, None).minutes(90), Some(0));
        assert_eq!(told(Some(false), Some(60), true, None).minutes(90), None);
        assert_eq!(told(None, Some(60), true, None).minutes(90), None);
    }

    proptest! {
        #[test]
        fn whatever_is_taken_over_leaves_no_difference_to_the_signature(
            signed: Option<bool>, door: bool, scanned in prop::option::of(0..=90), planned in 1..=90,
        ) {
            let scanned = scanned.filter(|_| door).map(|minutes: i32| minutes.min(planned));
            let before = told(signed, scanned, door, None);
            if let Some(minutes) = before.minutes(planned) {
                prop_assert!((0..=planned).contains(&minutes));
                let after = Told { listed_min: Some(minutes), ..before }.discrepancies();
                prop_assert!(!after.contains(&Discrepancy::SignedNotListed));
                prop_assert!(!after.contains(&Discrepancy::ListedNotSigned));
            }
            // Where nobody has looked at a page, nothing is said of signatures.
            let unread = Told { signed: None, ..before };
            prop_assert!(unread.discrepancies().is_empty() && unread.minutes(planned).is_none());
        }
    }
}
