//! What a project says of its own in messages about enrolments: plain text in which names between braces stand for facts.
//! Pure.
//!
//! A brace that opens belongs to a name that is known, or the text is refused; a fact that is put in is not read once more, so a
//! title with braces stays a title.

use super::letters;
use super::told::EnrolmentLetter;
use crate::shared::language::Language;

/// Longest paragraph, in characters.
pub const PARAGRAPH_MAX: usize = 1_500;

/// A fact that a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fact {
    Person,
    Training,
    Days,
    Place,
    Organiser,
    Project,
}

/// The names of each fact, in both languages.
const NAMES: [(&str, &str, Fact); 6] = [
    ("person", "osoba", Fact::Person),
    ("training", "szkolenie", Fact::Training),
    ("days", "dni", Fact::Days),
    ("place", "miejsce", Fact::Place),
    ("organiser", "organizator", Fact::Organiser),
    ("project", "projekt", Fact::Project),
];

/// A piece of a text.
enum Piece<'a> {
    Text(&'a str),
    Fact(Fact),
    /// A brace behind which no name is known.
    Unknown,
}

/// Which brace opens no known name, counted from 1; none where all are known.
pub fn unknown(text: &str) -> Option<usize> {
    let names = pieces(text).into_iter().filter(|piece| !matches!(piece, Piece::Text(_)));
    names.zip(1..).find_map(|(piece, n)| matches!(piece, Piece::Unknown).then_some(n))
}

/// The paragraphs of a text, with facts in the place of their names.
pub fn paragraphs(text: &str, facts: &EnrolmentLetter, lang: Language) -> Vec<String> {
    let paragraphs = text.split("\n\n").map(str::trim).filter(|text| !text.is_empty());
    paragraphs.map(|text| filled(text, facts, lang)).collect()
}

fn filled(text: &str, facts: &EnrolmentLetter, lang: Language) -> String {
    let mut filled = String::new();
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => filled.push_str(text),
            Piece::Fact(Fact::Person) => filled.push_str(&facts.name),
            Piece::Fact(Fact::Training) => filled.push_str(&facts.training),
            Piece::Fact(Fact::Days) => filled.push_str(&letters::days(facts, lang)),
            Piece::Fact(Fact::Place) => filled.push_str(&letters::place(facts)),
            Piece::Fact(Fact::Organiser) => filled.push_str(&facts.organiser),
            Piece::Fact(Fact::Project) => filled.push_str(&facts.project),
            // Such a text is not stored.
            Piece::Unknown => {}
        }
    }
    filled
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let (mut pieces, mut rest) = (vec![], text);
    while let Some((before, after)) = rest.split_once('{') {
        pieces.push(Piece::Text(before));
        let named = after.split_once('}').and_then(|(name, after)| Some((fact(name)?, after)));
        match named {
            Some((fact, after)) => {
                pieces.push(Piece::Fact(fact));
                rest = after;
            }
            None => {
                pieces.push(Piece::Unknown);
                rest = after;
            }
        }
    }
    pieces.push(Piece::Text(rest));
    pieces
}

fn fact(name: &str) -> Option<Fact> {
    let name = name.trim().to_lowercase();
    NAMES.into_iter().find_map(|(english, polish, fact)| (name == english || name == polish).then_some(fact))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::trainings::letters::example;

    fn facts() -> EnrolmentLetter {
        let training = "Szkolenie {osoba} <b>".into();
        EnrolmentLetter { training, ..example("2026-05-18".parse().unwrap()) }
    }

    #[test]
    fn names_in_both_languages_stand_for_facts_and_facts_for_nothing() {
        let said = |text: &str| paragraphs(text, &facts(), Language::Polish).join("|");
        assert_eq!(said("{person}, {osoba}"), format!("{0}, {0}", facts().name));
        assert_eq!(said("{ Training }\n\n\n\n{days}; {place}"), {
            let (days, place) = (letters::days(&facts(), Language::Polish), letters::place(&facts()));
            format!("Szkolenie {{osoba}} <b>|{days}; {place}")
        });
        assert_eq!(said("a } b"), "a } b");
    }

    #[test]
    fn the_first_unknown_name_is_told_by_its_place() {
        assert_eq!(unknown("{person} {days} {dni}"), None);
        assert_eq!(unknown("{person} {pesel} {x}"), Some(2));
        for open in ["{", "{person", "{{person}}", "{}", "a {\nperson } { b"] {
            assert!(unknown(open).is_some(), "{open}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_taken_is_said_without_a_brace_of_its_own(text in "[a-ż {}\n]{0,80}") {
            let mut plain = facts();
            plain.training = "Szkolenie".into();
            let said = paragraphs(&text, &plain, Language::English).concat();
            prop_assert!(unknown(&text).is_some() || !said.contains('{'), "{}", said);
        }
    }
}
