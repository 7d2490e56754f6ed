//! Searching whatever the case, the same in Rust and on every database.
//!
//! SQLite knows the capitals of ASCII only, PostgreSQL those of its locale. So case is folded letter by letter here,
//! and a condition names the capitals of the letters that are looked for (`shared/read`).

use std::collections::HashMap;
use std::sync::LazyLock;

/// Letters beyond ASCII that a small letter has as capitals, or that count as it.
static CAPITALS: LazyLock<HashMap<char, Vec<char>>> = LazyLock::new(|| {
    let mut all = HashMap::<char, Vec<char>>::new();
    // Letters that composing replaces, such as the sign of the kelvin, are in no stored text.
    let stored =
        |letter: char| super::composed(letter.encode_utf8(&mut [0; 4])) == *letter.encode_utf8(&mut [0; 4]);
    for letter in ('\u{80}'..='\u{1ffff}').filter(|letter| small(*letter) != *letter && stored(*letter)) {
        all.entry(small(letter)).or_default().push(letter);
    }
    all
});

/// A text as it is compared: in small letters. A letter stays one letter.
#[must_use]
pub fn folded(text: &str) -> String {
    text.chars().map(small).collect()
}

/// The letters beyond ASCII that [`folded`] makes this small letter of.
#[must_use]
pub fn capitals(small: char) -> &'static [char] {
    CAPITALS.get(&small).map_or(&[], Vec::as_slice)
}

/// Whether a stored text holds what somebody looks for.
#[must_use]
pub fn holds(stored: &str, sought: &str) -> bool {
    folded(stored).contains(&folded(&super::line(sought)))
}

fn small(letter: char) -> char {
    match letter {
        // The sigma at the end of a word, and the one capital whose small form is two signs.
        'ς' => 'σ',
        'İ' => 'i',
        _ => {
            let mut small = letter.to_lowercase();
            small.next().filter(|_| small.next().is_none()).unwrap_or(letter)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_is_folded_in_every_script() {
        for (stored, sought) in [
            ("Šimková", "šIMKOVÁ"),
            ("Özil", "öZIL"),
            ("Đokić", "đOKIĆ"),
            ("Țurcanu", "țURCANU"),
            ("Іваненко", "іВАНЕНКО"),
            ("ŁÓDŹ", "łódź"),
            ("ΟΔΟΣ", "οδος"),
            ("İlker", "ilker"),
            ("STRAẞE", "straße"),
        ] {
            assert!(holds(stored, sought) && holds(sought, stored), "{stored}");
        }
        assert!(!holds("Simkova", "Šimková"), "a letter with a mark is another letter");
    }

    #[test]
    fn capitals_lead_to_their_small_letter_and_back() {
        assert_eq!(capitals('ł'), ['Ł']);
        assert_eq!(capitals('σ'), ['Σ', 'ς']);
        assert_eq!(capitals('a'), &[] as &[char]);
        assert_eq!(capitals('k'), &[] as &[char], "the kelvin is composed away");
        assert!(CAPITALS.len() > 1_000);
        for (small, all) in &*CAPITALS {
            assert!(
                all.iter().all(|letter| super::small(*letter) == *small && super::small(*small) == *small)
            );
        }
    }
}
