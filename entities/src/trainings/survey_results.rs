//! What a survey says, without saying what somebody answered. Pure.
//!
//! Nothing is told of a question that fewer than five answered. Of its counts, those from one to four are left out, and with them
//! as many others as it takes so that what is left out is two counts and five people at the least: from the whole nobody gets
//! back to one of them. A mean together with counts would give them away, so it is told only where every count is. Results are told once
//! a survey is over for good, because two results an hour apart differ by one person.
//!
//! # Source
//! `domain.md`, indicators: cells below five people are suppressed, and those that would give them away.

use super::needs::LEAST;

/// What is told of a question that is answered by a number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// How many answered; none where they are too few.
    pub answered: Option<u64>,
    /// How many gave each answer; none for a count that is left out.
    pub counts: Vec<Option<u64>>,
    /// The mean of the numbers; none where it would give a count away.
    pub mean: Option<f64>,
}

/// What is told, of counts of the answers 1, 2, …
pub fn told(counts: &[u64]) -> Told {
    let answered: u64 = counts.iter().sum();
    if answered < LEAST {
        return Told { counts: vec![None; counts.len()], ..Told::default() };
    }
    let hidden = hidden(counts);
    let told = counts.iter().enumerate().map(|(n, count)| (!hidden.contains(&n)).then_some(*count));
    Told { answered: Some(answered), counts: told.collect(), mean: hidden.is_empty().then(|| mean(counts)) }
}

/// Whether words that so many wrote may be read.
pub const fn are_told(answered: u64) -> bool {
    answered >= LEAST
}

/// Places of the counts that are left out.
fn hidden(counts: &[u64]) -> Vec<usize> {
    let mut hidden: Vec<usize> =
        counts.iter().enumerate().filter(|(_, count)| (1..LEAST).contains(*count)).map(|(n, _)| n).collect();
    if hidden.is_empty() {
        return hidden;
    }
    let sum = |hidden: &[usize]| hidden.iter().filter_map(|n| counts.get(*n)).sum::<u64>();
    let mut others: Vec<usize> = (0..counts.len()).filter(|n| !hidden.contains(n)).collect();
    // The smallest first; an answer that nobody gave hides nothing.
    others.sort_by_key(|n| (counts.get(*n).copied().unwrap_or(0) == 0, counts.get(*n).copied()));
    let mut others = others.into_iter();
    while hidden.len() < 2 || sum(&hidden) < LEAST {
        let Some(next) = others.next() else { break };
        hidden.push(next);
    }
    hidden
}

#[expect(clippy::cast_precision_loss, reason = "counts of people in a room")]
fn mean(counts: &[u64]) -> f64 {
    let weighted: u64 = (1u64..).zip(counts).map(|(number, count)| number * count).sum();
    let answered: u64 = counts.iter().sum();
    weighted as f64 / answered as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_count_of_fewer_than_five_is_told_nor_got_back_from_the_whole(
            counts in proptest::collection::vec(0u64..12, 1..7),
        ) {
            let told = told(&counts);
            let all: u64 = counts.iter().sum();
            prop_assert_eq!(told.answered, (all >= LEAST).then_some(all));
            for (count, shown) in counts.iter().zip(&told.counts) {
                prop_assert!(shown.is_none_or(|shown| shown == *count && !(1..LEAST).contains(&shown)));
            }
            let hidden: Vec<u64> = counts.iter().zip(&told.counts)
                .filter(|(_, shown)| shown.is_none()).map(|(count, _)| *count).collect();
            if told.answered.is_some() && !hidden.is_empty() {
                prop_assert!(hidden.iter().sum::<u64>() >= LEAST, "{:?}", told);
                // With one other count, or with all of them, hidden.
                prop_assert!(hidden.len() >= 2 || counts.len() == 1);
                prop_assert!(told.mean.is_none());
            }
        }
    }

    #[test]
    fn counts_of_five_and_more_are_told_with_their_mean() {
        let want = Told { answered: Some(20), counts: vec![Some(0), Some(5), Some(15)], mean: Some(2.75) };
        assert_eq!(told(&[0, 5, 15]), want);
        let want = Told { answered: Some(16), counts: vec![None, None, Some(9)], mean: None };
        assert_eq!(told(&[1, 6, 9]), want);
        assert_eq!(told(&[1, 3]), Told { counts: vec![None, None], ..Told::default() });
        assert!(!are_told(4) && are_told(5));
    }
}
