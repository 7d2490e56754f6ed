//! Certificate numbers: `SERIES/2026/0001`. Pure; the counter is `allocate` in `store.rs`.

/// How a number reads: four digits at least, more when a year needs more.
pub fn text(series: &str, year: i32, ordinal: i32) -> String {
    format!("{series}/{year}/{ordinal:04}")
}

/// The number as part of a file's name or path: no slashes, lower case.
pub fn slug(number: &str) -> String {
    number.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_four_digits_until_it_needs_more() {
        assert_eq!(text("SK", 2026, 1), "SK/2026/0001");
        assert_eq!(text("SK", 2026, 12_345), "SK/2026/12345");
        assert_eq!(slug("SK/2026/0001"), "sk-2026-0001");
    }
}
