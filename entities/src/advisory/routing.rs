//! Which adviser of a subregion gets a request: who has the fewest open ones; of these, who was appointed first. Pure.

use crate::shared::ids::PersonId;

/// An adviser and how many requests are open with them, in the order of their appointment.
pub type Load = (PersonId, u64);

/// Who gets the next request; none where there is no adviser.
pub fn route(advisers: &[Load]) -> Option<PersonId> {
    // Of several with the fewest, `min_by_key` takes the first.
    advisers.iter().min_by_key(|(_, open)| *open).map(|(person, _)| *person)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn person(n: usize) -> PersonId {
        PersonId(Uuid::from_u128(n as u128))
    }

    proptest! {
        #[test]
        fn nobody_gets_a_request_while_somebody_has_fewer(open in prop::collection::vec(0u64..5, 0..6)) {
            let loads: Vec<Load> = open.iter().enumerate().map(|(n, open)| (person(n), *open)).collect();
            let least = open.iter().min();
            prop_assert_eq!(route(&loads), least.map(|least| person(open.iter().position(|n| n == least).unwrap())));
        }
    }
}
