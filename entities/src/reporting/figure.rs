//! Exact figures: quotients of hundredths, rounded once, when they are written.
//!
//! Halves are rounded away from zero, as offices do, so that a rise and an equal fall show the same digits.

use std::cmp::Ordering;

/// A space that does not break a line.
pub const TIE: char = '\u{a0}';

/// An exact quotient of hundredths of a unit. The denominator is positive.
#[derive(Clone, Copy, Debug)]
pub struct Ratio {
    numerator: i128,
    denominator: i128,
}

impl Ratio {
    /// `numerator / denominator`; `None` for a denominator of zero.
    #[must_use]
    pub fn new(numerator: i128, denominator: i128) -> Option<Self> {
        match denominator.cmp(&0) {
            Ordering::Equal => None,
            Ordering::Greater => Some(Self { numerator, denominator }),
            Ordering::Less => Some(Self { numerator: -numerator, denominator: -denominator }),
        }
    }

    /// A value as it was measured.
    #[must_use]
    pub fn whole(hundredths: i64) -> Self {
        Self { numerator: i128::from(hundredths), denominator: 1 }
    }

    /// The mean of values; `None` for no values.
    #[must_use]
    pub fn mean(values: impl IntoIterator<Item = i64>) -> Option<Self> {
        let (sum, count) =
            values.into_iter().fold((0, 0), |(sum, count), value| (sum + i128::from(value), count + 1));
        Self::new(sum, count)
    }

    /// This less a measured value.
    #[must_use]
    pub fn less(self, hundredths: i64) -> Self {
        Self { numerator: self.numerator - i128::from(hundredths) * self.denominator, ..self }
    }

    /// This as a part of `whole` hundredths; `None` for a whole of zero.
    #[must_use]
    pub fn part_of(self, whole_hundredths: i64) -> Option<Self> {
        // a part of one has a hundred hundredths
        Self::new(self.numerator * 100, self.denominator * i128::from(whole_hundredths))
    }

    /// Its size without sign.
    #[must_use]
    pub fn size(self) -> Self {
        Self { numerator: self.numerator.abs(), ..self }
    }

    /// Below, at or above a measured value.
    #[must_use]
    pub fn against(self, hundredths: i64) -> Ordering {
        self.numerator.cmp(&(i128::from(hundredths) * self.denominator))
    }

    /// In steps of the last printed decimal (`decimals` 0 to 2), halves away from zero.
    #[must_use]
    pub fn rounded(self, decimals: u8) -> i128 {
        let step = [100, 10, 1][usize::from(decimals.min(2))] * self.denominator;
        let (whole, rest) = (self.numerator.abs() / step, self.numerator.abs() % step);
        (whole + i128::from(rest * 2 >= step)) * self.numerator.signum()
    }

    /// `1 234,5` with so many decimals, thousands apart and a real minus sign.
    #[must_use]
    pub fn printed(self, decimals: u8) -> String {
        written(self.rounded(decimals), decimals, '−', &TIE.to_string())
    }

    /// `-1234,5`: the same digits for spreadsheets.
    #[must_use]
    pub fn plain(self, decimals: u8) -> String {
        written(self.rounded(decimals), decimals, '-', "")
    }
}

impl PartialEq for Ratio {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Ratio {}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.numerator * other.denominator).cmp(&(other.numerator * self.denominator))
    }
}

/// How many of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Completeness {
    /// Values that are there.
    pub approved: u32,
    /// Values that should be there.
    pub expected: u32,
}

impl Completeness {
    /// Whole percent, downwards: 100 means that nothing is missing. `None` where nothing is expected.
    #[must_use]
    pub fn percent(self) -> Option<u32> {
        (u64::from(self.approved) * 100)
            .checked_div(u64::from(self.expected))
            .and_then(|percent| u32::try_from(percent).ok())
    }

    /// `87%`, or `–` where nothing is expected.
    #[must_use]
    pub fn printed(self) -> String {
        self.percent().map_or_else(|| String::from("–"), |percent| format!("{percent}%"))
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { approved: self.approved + other.approved, expected: self.expected + other.expected }
    }
}

fn written(steps: i128, decimals: u8, minus: char, thousands: &str) -> String {
    let decimals = usize::from(decimals.min(2));
    let digits = format!("{:0>width$}", steps.unsigned_abs(), width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    let mut out = String::with_capacity(digits.len() + 8);
    if steps < 0 {
        out.push(minus);
    }
    for (index, digit) in whole.chars().enumerate() {
        // four digits stay together, as Polish sets them
        if index > 0 && (whole.len() - index) % 3 == 0 && whole.len() > 4 {
            out.push_str(thousands);
        }
        out.push(digit);
    }
    if decimals > 0 {
        out.push(',');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mean(values: &[i64]) -> Ratio {
        Ratio::mean(values.iter().copied()).expect("a mean")
    }

    #[test]
    fn numbers_are_written_as_polish_offices_write_them() {
        assert_eq!(Ratio::whole(123_456_789).printed(2), "1\u{a0}234\u{a0}567,89");
        assert_eq!(Ratio::whole(123_450).printed(1), "1234,5");
        assert_eq!(Ratio::whole(-5).printed(1), "−0,1");
        assert_eq!(Ratio::whole(-4).printed(1), "0,0");
        assert_eq!(Ratio::whole(-1_234_567).plain(2), "-12345,67");
        assert_eq!(Ratio::whole(7).printed(2), "0,07");
    }

    #[test]
    fn halves_go_away_from_zero_once() {
        assert_eq!(mean(&[100, 101]).printed(2), "1,01");
        assert_eq!(mean(&[100, 100, 101]).printed(2), "1,00");
        assert_eq!(mean(&[-100, -101]).printed(2), "−1,01");
        // 0.0449 is not first made 0.045 and then 0.05
        assert_eq!(mean(&[449]).printed(0), "4");
        assert_eq!(Ratio::mean([]), None);
    }

    #[test]
    fn a_hundred_percent_means_complete() {
        assert_eq!(Completeness { approved: 999, expected: 1_000 }.printed(), "99%");
        assert_eq!(Completeness { approved: 4, expected: 4 }.percent(), Some(100));
        assert_eq!(Completeness::default().printed(), "–");
    }

    proptest! {
        #[test]
        fn a_mean_lies_between_its_values(values in prop::collection::vec(any::<i64>(), 1..50)) {
            let mean = mean(&values);
            prop_assert!(mean >= Ratio::whole(*values.iter().min().expect("a value")));
            prop_assert!(mean <= Ratio::whole(*values.iter().max().expect("a value")));
        }

        #[test]
        fn rounding_moves_by_half_a_step_at_most(sum in -1_000_000i64..1_000_000, count in 1i128..100, decimals in 0u8..3) {
            let ratio = Ratio::new(i128::from(sum), count).expect("a ratio");
            let step = [100, 10, 1][usize::from(decimals)];
            let off = (ratio.rounded(decimals) * step * count - i128::from(sum)).abs();
            prop_assert!(off * 2 <= step * count);
        }

        #[test]
        fn spreadsheets_and_paper_show_the_same_digits(value in any::<i64>(), decimals in 0u8..3) {
            let ratio = Ratio::whole(value);
            let bare = ratio.printed(decimals).replace('\u{a0}', "").replace('−', "-");
            prop_assert_eq!(bare, ratio.plain(decimals));
        }
    }
}
