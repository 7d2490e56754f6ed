//! The letters that every printed face has: a pure table, so that a name is refused before a number is taken.
//!
//! Latin-1, Latin Extended-A, the Romanian letters with a comma below and common punctuation. A letter may
//! arrive composed or as a base letter with one combining mark. `reports` tests this table against the faces.
//! Absent on purpose: control characters, invisible format characters (soft hyphen, direction marks) and
//! scripts other than Latin.

use std::borrow::Cow;

/// Punctuation and signs beyond Latin-1 that all faces have.
const PUNCTUATION: &str = "‐‒–—‘’‚“”„†‡•…‹›€™№−";

/// Romanian letters with a comma below, outside Latin Extended-A.
const COMMA_BELOW: &str = "ȘșȚț";

/// A combining mark and the letters it makes, as pairs of base and composed letter.
const MARKS: [(char, &str); 14] = [
    ('\u{300}', "AÀEÈIÌOÒUÙaàeèiìoòuù"),
    ('\u{301}', "AÁEÉIÍOÓUÚYÝaáeéiíoóuúyýCĆcćLĹlĺNŃnńRŔrŕSŚsśZŹzź"),
    ('\u{302}', "AÂEÊIÎOÔUÛaâeêiîoôuûCĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷ"),
    ('\u{303}', "AÃNÑOÕaãnñoõIĨiĩUŨuũ"),
    ('\u{304}', "AĀaāEĒeēIĪiīOŌoōUŪuū"),
    ('\u{306}', "AĂaăEĔeĕGĞgğIĬiĭOŎoŏUŬuŭ"),
    ('\u{307}', "CĊcċEĖeėGĠgġIİZŻzż"),
    ('\u{308}', "AÄEËIÏOÖUÜaäeëiïoöuüyÿYŸ"),
    ('\u{30a}', "AÅaåUŮuů"),
    ('\u{30b}', "OŐoőUŰuű"),
    ('\u{30c}', "CČcčDĎdďEĚeěLĽlľNŇnňRŘrřSŠsšTŤtťZŽzž"),
    ('\u{326}', "SȘsșTȚtț"),
    ('\u{327}', "CÇcçGĢgģKĶkķLĻlļNŅnņRŖrŗSŞsşTŢtţ"),
    ('\u{328}', "AĄaąEĘeęIĮiįUŲuų"),
];

/// The first letter of `text` that no face has, after composing; `None` when everything can be printed.
#[must_use]
pub fn unprintable(text: &str) -> Option<char> {
    compose(text).chars().find(|letter| !is_printable(*letter))
}

/// Whether every face has this letter.
#[must_use]
pub fn is_printable(letter: char) -> bool {
    match letter {
        ' '..='~' => true,
        '\u{ad}' => false,
        '\u{a0}'..='\u{17f}' => true,
        other => COMMA_BELOW.contains(other) || PUNCTUATION.contains(other),
    }
}

/// Every letter of the table, in order of code points.
pub fn letters() -> impl Iterator<Item = char> {
    let mut beyond: Vec<char> = COMMA_BELOW.chars().chain(PUNCTUATION.chars()).collect();
    beyond.sort_unstable();
    let latin = (' '..='~').chain('\u{a0}'..='\u{17f}').filter(|letter| is_printable(*letter));
    latin.chain(beyond)
}

/// Joins base letters with the combining marks that follow them wherever the table knows the composed letter.
#[must_use]
pub fn compose(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_mark) {
        return Cow::Borrowed(text);
    }
    let mut composed = String::with_capacity(text.len());
    for letter in text.chars() {
        match composed.chars().next_back().and_then(|base| join(base, letter)) {
            Some(joined) => {
                composed.pop();
                composed.push(joined);
            }
            None => composed.push(letter),
        }
    }
    Cow::Owned(composed)
}

fn is_mark(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

fn join(base: char, mark: char) -> Option<char> {
    let (_, pairs) = MARKS.iter().find(|(known, _)| *known == mark)?;
    let mut letters = pairs.chars();
    while let (Some(from), Some(to)) = (letters.next(), letters.next()) {
        if from == base {
            return Some(to);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_are_all_that_can_be_printed_in_order() {
        assert!(letters().eq((' '..='\u{2fff}').filter(|letter| is_printable(*letter))));
    }

    #[test]
    fn polish_and_neighbouring_names_can_be_printed() {
        for name in [
            "Zażółć Gęślą-Jaźń",
            "Zoë O’Neill",
            "Jürgen Müller-Çelik",
            "Ștefan Țurcanu",
            "Łucja\u{a0}Ćma",
            "",
        ] {
            assert_eq!(unprintable(name), None, "{name}");
        }
    }

    #[test]
    fn the_first_foreign_letter_is_named() {
        assert_eq!(unprintable("Дмитро"), Some('Д'));
        assert_eq!(unprintable("Nguyễn"), Some('ễ'));
        assert_eq!(unprintable("Jan\tNowak"), Some('\t'));
        assert_eq!(unprintable("Jan\u{200b}Nowak"), Some('\u{200b}'));
        assert_eq!(unprintable("Jan\u{ad}Nowak"), Some('\u{ad}'));
    }

    #[test]
    fn marks_are_joined_where_a_composed_letter_exists() {
        assert_eq!(compose("Z\u{307}o\u{301}łc\u{301}"), "Żółć");
        assert_eq!(unprintable("Ła\u{328}cki"), None);
        assert_eq!(unprintable("x\u{301}"), Some('\u{301}'));
        assert_eq!(unprintable("\u{301}a"), Some('\u{301}'));
        assert_eq!(unprintable("o\u{302}\u{301}"), Some('\u{301}'));
    }
}
