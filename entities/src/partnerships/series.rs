//! The series of certificate numbers, e.g. `SK` in `SK/2026/0001`. Pure.

/// Longest series, in characters.
pub const SERIES_MAX: usize = 20;

/// Whether a text may be a series: 1 to 20 of A–Z, 0–9, `-`, `.` and `/`.
pub fn is_series(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.' | b'/');
    (1..=SERIES_MAX).contains(&text.len()) && text.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_is_short_and_of_plain_signs() {
        for good in ["SK", "A", "LK-7.1/SZK", "ABCDEFGHIJKLMNOPQRST"] {
            assert!(is_series(good), "{good}");
        }
        for wrong in ["", "sk", "Ł", "S K", "S_K", "ABCDEFGHIJKLMNOPQRSTU", "SK\n", "ＳＫ"] {
            assert!(!is_series(wrong), "{wrong}");
        }
    }
}
