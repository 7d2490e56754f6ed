//! The one door for what people type or paste: one function for each kind of text.
//!
//! | kind | function | for |
//! | --- | --- | --- |
//! | a line | [`line`] | names, titles, reasons, streets, codes of things, file names, search texts, idempotency keys |
//! | several lines | [`lines`] | aims, goals, clauses |
//! | a number | [`number`] | NIP, REGON, PESEL, TERC, postal codes, codes of apps, recovery and certificates; [`nip`], [`regon`], [`postal_code`] check them |
//! | a code | [`code`] | tokens, codes of links, series of numbers |
//! | an address | [`email`], [`link`] | e-mail; pages |
//! | a password | [`password`] | passwords |
//!
//! Each answers the form that is stored, and answers that form unchanged: what is shown can be pasted back anywhere.
//! Whoever compares with what is stored takes the same function, so that a filter finds what a form has taken.
//! `Check` of `shared/input.rs` adds the faults that people are told.

mod email;
mod fold;
mod numbers;

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

pub use email::{asked as asked_email, canonical as email};
pub use fold::{capitals, folded, holds};
pub use numbers::{nip, number, postal_code, regon};

/// One line: marks joined with their letters, nothing that nobody sees, each run of blanks one blank.
#[must_use]
pub fn line(text: &str) -> String {
    seen(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Several lines: the same, but line ends stay, as line feeds, and so does the number of blanks within a line, which
/// may indent it. Blanks of any kind become plain ones.
#[must_use]
pub fn lines(text: &str) -> String {
    let text = seen(text).replace("\r\n", "\n");
    let plain = |letter: char| match letter {
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        '\t' | '\n' => letter,
        blank if blank.is_whitespace() => ' ',
        letter => letter,
    };
    let text: String = text.chars().map(plain).collect();
    let lines: Vec<_> = text.split('\n').map(str::trim_end).collect();
    lines.join("\n").trim().to_owned()
}

/// An address of a page as it is stored: by `https`, to a host that is named, without a name or password in it.
#[must_use]
pub fn link(text: &str) -> Option<String> {
    let link = url::Url::parse(text).ok()?;
    let is_plain = link.username().is_empty() && link.password().is_none();
    (link.scheme() == "https" && link.domain().is_some() && is_plain).then(|| link.into())
}

/// A code of a program, which has no blanks: those that pasting brings along are gone. Letters keep their case.
#[must_use]
pub fn code(text: &str) -> String {
    // A mark after a blank stands with the letter before it once the blank is gone.
    seen(&text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>())
}

/// A password as it is hashed. Keyboards and systems write the same letter differently (composed on one, with a mark
/// of its own on another; a plain blank on one, one that does not break on another), and people cannot see which, so
/// both open the same account. What people chose stays: case, and each blank between the first and the last letter.
/// Blanks at the ends come from copying.
///
/// # Source
/// RFC 8265, OpaqueString: other blanks become U+0020, then NFC.
#[must_use]
pub fn password(text: &str) -> String {
    let blanks = |letter: char| if letter.is_whitespace() && !letter.is_control() { ' ' } else { letter };
    let text: String = seen(text).chars().map(blanks).collect();
    text.trim().to_owned()
}

/// Characters that no text has: controls, noncharacters, and those that mean something to one program only.
#[must_use]
pub fn is_forbidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{fff9}'..='\u{fffb}' | '\u{f0000}'..)
        || u32::from(letter) & 0xfffe == 0xfffe
}

/// What one sees of a text, composed.
fn seen(text: &str) -> String {
    let seen: String = text.chars().filter(|letter| !is_invisible(*letter)).collect();
    composed(&seen).into_owned()
}

/// Marks joined with their letters (NFC).
fn composed(text: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

/// The same, and letters of other widths and shapes as the plain ones (NFKC).
fn plain(text: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfkc().normalize(text)
}

/// What takes no room or turns the direction of what follows, and word processors, phones and web pages leave behind:
/// soft hyphens, joiners, direction signs, byte order marks, fillers, selectors of shapes, tags.
///
/// # Source
/// Unicode, `Default_Ignorable_Code_Point`.
const fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Signs that pasting brings along and nobody sees.
    const HIDDEN: [char; 7] =
        ['\u{feff}', '\u{200b}', '\u{202e}', '\u{2066}', '\u{ad}', '\u{200d}', '\u{fe0f}'];

    /// What a kind makes of a text; nothing of what it refuses.
    type Of = fn(&str) -> Option<String>;

    /// Every kind.
    fn kinds() -> [(&'static str, Of); 9] {
        [
            ("line", |text| Some(line(text))),
            ("lines", |text| Some(lines(text))),
            ("code", |text| Some(code(text))),
            ("password", |text| Some(password(text))),
            ("email", email),
            ("nip", nip),
            ("regon", regon),
            ("number", |text| Some(number(text))),
            ("postal code", postal_code),
        ]
    }

    /// A text as another system writes it and a web page hands it over.
    fn pasted(text: &str, at: usize, hidden: char) -> String {
        let decomposed =
            icu_normalizer::DecomposingNormalizerBorrowed::new_nfd().normalize(text).into_owned();
        let mut letters: Vec<char> = decomposed.chars().collect();
        letters.insert(at % (letters.len() + 1), hidden);
        letters.insert(0, '\u{feff}');
        format!("\u{a0}{} ", letters.into_iter().collect::<String>())
    }

    fn typed() -> impl Strategy<Value = String> {
        prop_oneof![
            "\\PC{0,40}",
            "[ \\t\\n\u{a0}\u{2009}aąĄńóŻß\u{301}\u{307}\u{328}İς\u{200b}\u{202e}-]{0,30}",
            "[a-zńóß.]{1,10}@[a-zńóß-]{1,8}\\.(pl|com|рф)",
            "(PL|pl )?[0-9]{3}-?[0-9]{3}-?[0-9]{2}-?[0-9]{2}",
            "[0-9]{2} ?[-–]? ?[0-9]{3}",
            "[0-9 ]{2,14}",
        ]
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_pasted_back(text in typed(), at in 0usize..40, hidden in prop::sample::select(&HIDDEN[..])) {
            for (kind, of) in kinds() {
                let Some(stored) = of(&text) else { continue };
                let again = of(&stored);
                prop_assert_eq!(again.as_ref(), Some(&stored), "{}", kind);
                prop_assert_eq!(of(&pasted(&stored, at, hidden)), Some(stored), "{}", kind);
            }
        }

        #[test]
        fn a_filter_asks_for_what_a_form_has_taken(text in typed(), at in 0usize..40, hidden in prop::sample::select(&HIDDEN[..])) {
            if let Some(stored) = email(&text) {
                prop_assert_eq!(&asked_email(&stored.to_ascii_uppercase()), &stored);
                prop_assert_eq!(asked_email(&pasted(&stored, at, hidden)), stored);
            }
            let stored = line(&text);
            prop_assert!(holds(&stored, &pasted(&stored, at, hidden)), "{:?}", stored);
        }

        #[test]
        fn nothing_invisible_is_kept(text in typed(), at in 0usize..40, hidden in prop::sample::select(&HIDDEN[..])) {
            let text = pasted(&text, at, hidden);
            for (kind, of) in kinds() {
                prop_assert!(!of(&text).unwrap_or_default().chars().any(is_invisible), "{}", kind);
            }
        }
    }

    #[test]
    fn a_line_is_what_one_sees_of_it() {
        assert_eq!(line("\u{feff}Zo\u{301}sia\u{a0}\u{200b} Ko\u{ad}wal\u{202e}\t"), "Zósia Kowal");
        assert_eq!(line("Nguye\u{302}\u{303}n"), "Nguyễn");
        assert_eq!(line(" \u{200b}\u{2028}\u{3000} "), "");
    }

    #[test]
    fn lines_keep_their_ends_and_their_indents() {
        assert_eq!(lines("Art.\u{a0}13\r\n  a)  x \rb)\u{2028}\tc\u{feff}\n\n"), "Art. 13\n  a)  x\nb)\n\tc");
    }

    #[test]
    fn a_password_is_what_was_chosen_however_it_is_written() {
        assert_eq!(password(" zaz\u{307}o\u{301}łć  Ge\u{328}śla\u{328}\u{a0}1\n"), "zażółć  Gęślą 1");
        assert_ne!(password("Hasło"), password("hasło"));
        assert_ne!(password("ab c"), password("abc"));
    }
}
