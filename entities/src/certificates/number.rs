//! Certificate numbers: `SERIES/2026/0001`. Pure; the counter is `allocate` in `store.rs`.

/// How a number reads: four digits at least, more when a year needs more.
pub fn text(series: &str, year: i32, ordinal: i32) -> String {
    format!("{series}/{year}/{ordinal:04}")
}

/// The number as part of a file's name or path: no slashes, lower case.
pub fn slug(number: &str) -> String {
    number.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect()
}

/// What somebody typed or pasted, as a number: without blanks, in capitals, with plain hyphens.
pub fn typed(text: &str) -> String {
    let plain = |letter: char| match letter {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        letter => letter.to_ascii_uppercase(),
    };
    crate::shared::text::line(text).chars().filter(|letter| !letter.is_whitespace()).map(plain).collect()
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

    #[test]
    fn a_typed_number_is_read_whatever_its_case_and_blanks() {
        for written in ["SK/2026/0001", " sk / 2026 / 0001 ", "Sk/2026/0001\u{200b}"] {
            assert_eq!(typed(written), "SK/2026/0001", "{written:?}");
        }
        assert_eq!(typed("lk\u{2013}7.1/2026/0001"), "LK-7.1/2026/0001");
    }
}
