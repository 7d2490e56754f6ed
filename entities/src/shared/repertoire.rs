//! Letters the documents can print; replaced by the table of the documents' faces.

/// The first letter of `text` that no face has.
pub fn unprintable(text: &str) -> Option<char> {
    text.chars().find(
        |c| !matches!(u32::from(*c), 0x20..=0x7e | 0xa0..=0x17f | 0x2013 | 0x2014 | 0x2019 | 0x201d | 0x201e),
    )
}
