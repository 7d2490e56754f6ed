//! How certificates are called in the archive of an edition, and the list that lies beside them. Pure.
//!
//! A name holds on every system: letters (Polish ones as they are), digits, hyphens and underscores, no more than any of
//! them takes, and none twice where capitals make no difference.

use std::collections::HashSet;

use chrono::NaiveDate;

use crate::shared::csv::{START, harmless, row};
use crate::shared::repertoire;

/// Most letters of a name before its ending. Each takes three bytes at most, and systems take 255.
const MOST: usize = 80;

/// Name of the list in an archive.
pub const LIST: &str = "lista.csv";

/// Names given in one archive.
#[derive(Default)]
pub struct Names(HashSet<String>);

impl Names {
    /// `SK-2026-0001_Anna_Nowak.pdf`: the number before the name, so that files are ordered as numbers are.
    pub fn give(&mut self, number: &str, name: &str) -> String {
        let stem = if name.trim().is_empty() { plain(number) } else { plain(&format!("{number}_{name}")) };
        let mut given = format!("{stem}.pdf");
        let mut count = 1;
        while !self.0.insert(given.to_lowercase()) {
            count += 1;
            given = format!("{stem}_{count}.pdf");
        }
        given
    }
}

/// Blanks become underscores, what stands between other letters a hyphen, and neither is there twice in a row or at an end.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in repertoire::compose(text).chars() {
        let letter = match letter {
            letter if letter.is_alphanumeric() => letter,
            letter if letter == '_' || letter.is_whitespace() => '_',
            _ => '-',
        };
        let is_between = matches!(letter, '_' | '-');
        if is_between && (plain.is_empty() || plain.ends_with(['_', '-'])) {
            continue;
        }
        plain.push(letter);
    }
    let cut = plain.char_indices().nth(MOST).map_or(plain.len(), |(at, _)| at);
    plain.truncate(cut);
    plain.truncate(plain.trim_end_matches(['_', '-']).len());
    plain
}

/// A certificate in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its number.
    pub number: String,
    /// Whose it is.
    pub name: String,
    /// What people call its kind.
    pub kind: &'static str,
    /// What people call its state.
    pub state: &'static str,
    /// Day of issue.
    pub issued_on: NaiveDate,
    /// Its file in the archive; none where it could not be drawn.
    pub file: Option<String>,
    /// SHA-256 of the file.
    pub sha256: Option<String>,
}

/// The list, for spreadsheets.
pub fn list(all: &[Listed]) -> Vec<u8> {
    let mut out = String::from(START);
    row(&mut out, ["numer", "imię i nazwisko", "rodzaj", "stan", "data wydania", "plik", "SHA-256"]);
    for one in all {
        let day = one.issued_on.to_string();
        let file = one.file.as_deref().unwrap_or_default();
        let hash = one.sha256.as_deref().unwrap_or_default();
        row(&mut out, [&harmless(&one.number), &harmless(&one.name), one.kind, one.state, &day, file, hash]);
    }
    out.into_bytes()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_file_is_named_after_number_and_holder_and_none_is_there_twice() {
        let mut names = Names::default();
        let mut give = |number: &str, name: &str| names.give(number, name);
        assert_eq!(
            give("SK/2026/0001", "Świętosława Źdźbło-Łącka"),
            "SK-2026-0001_Świętosława_Źdźbło-Łącka.pdf"
        );
        assert_eq!(give("S K/2026/1", " ../a:b*? "), "S_K-2026-1_a-b.pdf");
        assert_eq!(give("SK/2026/0002", ""), "SK-2026-0002.pdf");
        assert_eq!(give("sk-2026-0002", ""), "sk-2026-0002_2.pdf");
        assert_eq!(give("SK/2026/0003", "Z\u{301}aba"), "SK-2026-0003_Źaba.pdf");
    }

    #[test]
    fn the_list_opens_in_a_spreadsheet_and_holds_no_formula() {
        let listed = Listed {
            number: "SK/2026/0001".into(),
            name: "=Anna".into(),
            kind: "zaświadczenie o udziale",
            state: "gotowe",
            issued_on: NaiveDate::from_ymd_opt(2026, 5, 18).expect("a day"),
            file: None,
            sha256: None,
        };
        let text = String::from_utf8(list(&[listed])).expect("text");
        assert!(text.starts_with("\u{feff}numer;imię i nazwisko;rodzaj;stan;"));
        assert!(
            text.ends_with("SK/2026/0001;'=Anna;zaświadczenie o udziale;gotowe;2026-05-18;;\r\n"),
            "{text}"
        );
    }

    proptest! {
        #[test]
        fn whatever_somebody_is_called_every_system_takes_the_file(
            people in proptest::collection::vec(("\\PC{0,20}", "\\PC{0,250}"), 1..6),
        ) {
            let mut names = Names::default();
            let given: Vec<String> = people.iter().map(|(number, name)| names.give(number, name)).collect();
            for name in &given {
                prop_assert!(name.len() <= 255 && name.ends_with(".pdf"));
                prop_assert!(!name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|', '\0', ' ']));
            }
            let different: HashSet<String> = given.iter().map(|name| name.to_lowercase()).collect();
            prop_assert_eq!(different.len(), given.len());
        }
    }
}
