//! What words a text has, and what words somebody looks for: pure, the same on every database.
//!
//! A word is in small letters without marks: `Łukasz` is `lukasz`, `Šimková` is `simkova`. Words are found by their
//! beginnings. Signs within a word part it, and it is kept from each of its parts on: of `SK/2026/0001` there are
//! `sk20260001`, `20260001` and `0001`, so it is found by any part and as a whole.

use icu_normalizer::DecomposingNormalizerBorrowed;

/// Longest word, in letters; of a longer one its beginning is kept and looked for.
const LETTERS: usize = 40;
/// Most words of a row, and the most bytes of all of them together: an index takes no more.
const WORDS: usize = 64;
const BYTES: usize = 2_000;
/// Longest text that is looked for, in letters.
const SOUGHT: usize = 500;
/// From this many digits on, figures with blanks between them are one number, such as a NIP.
const NUMBER: usize = 9;

/// The words of a row's texts. What is the beginning of another word is not there twice.
#[must_use]
pub fn stored<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut all: Vec<String> = vec![];
    for text in texts {
        for token in folded(text).split_whitespace() {
            let parts = parts(token);
            all.extend((0..parts.len()).map(|from| cut(parts.iter().skip(from).copied())));
        }
    }
    let mut all = apart(all);
    let mut bytes = 0;
    all.truncate(WORDS);
    all.retain(|word| {
        bytes += word.len() + 1;
        bytes <= BYTES
    });
    all
}

/// The words that somebody looks for; none where a text is too long to be anywhere or holds no letter.
#[must_use]
pub fn sought(text: &str) -> Vec<String> {
    let text = folded(text);
    if text.chars().count() > SOUGHT {
        return vec![];
    }
    let mut all: Vec<String> = vec![];
    let mut figures: Vec<&str> = vec![];
    for token in text.split_whitespace().chain([""]) {
        if !token.is_empty() && token.chars().all(char::is_numeric) {
            figures.push(token);
            continue;
        }
        if figures.iter().map(|one| one.len()).sum::<usize>() >= NUMBER {
            all.push(cut(figures.drain(..)));
        }
        all.extend(figures.drain(..).map(|one| cut([one])));
        let parts = parts(token);
        // A number or an address is looked for as a whole; the parts of a double name may stand anywhere.
        if token.contains('@') || token.chars().any(char::is_numeric) {
            all.push(cut(parts));
        } else {
            all.extend(parts.into_iter().map(|part| cut([part])));
        }
    }
    apart(all)
}

/// The words of a text as they stand, each by itself: small letters without marks, parted by blanks and signs.
#[must_use]
pub fn plain(text: &str) -> Vec<String> {
    let text = folded(text);
    text.split_whitespace().flat_map(parts).map(str::to_owned).collect()
}

/// Small letters without marks.
fn folded(text: &str) -> String {
    let small = text.to_lowercase();
    let apart = DecomposingNormalizerBorrowed::new_nfkd().normalize(&small);
    let mut folded = String::with_capacity(apart.len());
    // Compatible forms of capitals come apart after they were made small.
    for letter in apart.chars().flat_map(char::to_lowercase) {
        match letter {
            '\u{300}'..='\u{36f}'
            | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}'
            | '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2060}'..='\u{2064}'
            | '\u{feff}' => {}
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ø' => folded.push('o'),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            'ŧ' => folded.push('t'),
            'ŋ' => folded.push('n'),
            'ς' => folded.push('σ'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            letter => folded.push(letter),
        }
    }
    folded
}

/// What signs part.
fn parts(token: &str) -> Vec<&str> {
    token.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty()).collect()
}

/// One word of several parts.
fn cut<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    parts.into_iter().flat_map(str::chars).take(LETTERS).collect()
}

/// Words of which none is the beginning of another, in their order.
fn apart(all: Vec<String>) -> Vec<String> {
    let mut sorted: Vec<&str> = all.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    sorted.dedup();
    // Whatever begins with a word follows it.
    let covered: Vec<bool> = (0..sorted.len())
        .map(|n| matches!((sorted.get(n), sorted.get(n + 1)), (Some(one), Some(next)) if next.starts_with(one)))
        .collect();
    let mut kept: Vec<&str> =
        sorted.iter().zip(covered).filter(|(_, covered)| !covered).map(|(one, _)| *one).collect();
    let mut ordered = Vec::with_capacity(kept.len());
    for word in &all {
        if let Ok(at) = kept.binary_search(&word.as_str()) {
            ordered.push(word.clone());
            kept.remove(at);
        }
    }
    ordered.retain(|word| !word.is_empty());
    ordered
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Whether a row with these texts is found.
    fn finds(texts: &[&str], text: &str) -> bool {
        let (stored, sought) = (stored(texts.iter().copied()), sought(text));
        !sought.is_empty() && sought.iter().all(|sought| stored.iter().any(|word| word.starts_with(sought)))
    }

    #[test]
    fn people_are_found_as_people_look_for_them() {
        let lukasz = ["Łukasz Jan", "Šimková-Żółć", "lukasz.simkova@rops.example"];
        for text in [
            "lukasz",
            "LUKASZ",
            "Łuk",
            "simk",
            "Simkova luk",
            "zolc",
            "żó",
            "jan simkova",
            "simkova-zolc",
            "lukasz.simkova@rops.example",
            "lukasz.sim",
            "rops",
            "@rops",
            "ŁUKASZ\u{a0}J",
        ] {
            assert!(finds(&lukasz, text), "{text}");
        }
        for text in ["ukasz", "imkova", "lukasz nowak", "", " ", "—", "%", "_"] {
            assert!(!finds(&lukasz, text), "{text}");
        }
        assert!(
            finds(&["O’Neill"], "oneill") && finds(&["O’Neill"], "o'neill") && finds(&["O’Neill"], "neill")
        );
        assert!(finds(&["Straße İlker Đorđe"], "strasse ilker dorde"));
        assert!(finds(&["Іваненко"], "іван") && finds(&["ΟΔΟΣ"], "οδος"));
    }

    #[test]
    fn numbers_are_found_as_they_are_written() {
        for text in ["SK/2026/0001", "sk", "2026/0001", "0001", "sk 2026", "SK 2026 0001", "sk20260001"] {
            assert!(finds(&["SK/2026/0001"], text), "{text}");
        }
        for text in ["5252248481", "525-224-84-81", "525 224 84 81", "5252"] {
            assert!(finds(&["5252248481"], text), "{text}");
        }
        assert!(!finds(&["SK/2026/0001"], "sk/2025/0001"));
        assert!(finds(&["Bezpieczeństwo, część 19999"], "czesc 19999"));
    }

    #[test]
    fn a_row_has_so_many_words_and_no_more() {
        let endless: String = (0..500).map(|n| format!("słowo{n:03} ")).collect();
        let words = stored([endless.as_str()]);
        assert_eq!(words.len(), WORDS);
        assert_eq!(words.first().map(String::as_str), Some("slowo000"));
        let wide: String = (0..64).map(|n| format!("{n:02}{} ", "语".repeat(60))).collect();
        assert!(stored([wide.as_str()]).iter().map(String::len).sum::<usize>() < BYTES);
        assert!(sought(&"ab ".repeat(200)).is_empty());
    }

    proptest! {
        #[test]
        fn a_row_is_found_by_beginnings_of_its_words_in_any_order(
            words in prop::collection::vec("[a-zA-ZąćęłńóśźżĄŁŚŻšáÄ]{1,12}", 1..5), cuts in prop::collection::vec(1usize..12, 5),
        ) {
            let text = words.join(" ");
            let mut sought: Vec<String> = words.iter().zip(cuts).map(|(word, cut)| word.chars().take(cut).collect()).collect();
            sought.reverse();
            prop_assert!(finds(&[&text], &sought.join("  ").to_uppercase()), "{}", text);
        }

        #[test]
        fn words_are_letters_and_digits(text in "\\PC{0,60}") {
            for word in stored([text.as_str()]).iter().chain(&sought(&text)) {
                prop_assert!(!word.is_empty() && word.chars().all(char::is_alphanumeric), "{:?}", word);
                prop_assert_eq!(&self::sought(word).concat(), word);
            }
        }
    }
}
