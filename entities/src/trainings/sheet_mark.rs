//! What the code on a page of an attendance list says: which list, which page. Pure.
//!
//! It is no address: a phone that reads it opens nothing, and it names nobody.

use std::collections::BTreeSet;

use super::refusals::{OTHER_SHEET, PAGE_OTHER, PAGE_UNREAD};
use crate::shared::chance::Chance;
use crate::shared::error::{Refusal, Result};
use crate::shared::refusals::RANGE;

/// What every code begins with.
const BEGIN: &str = "ZWORNIK/LISTA/";
/// Letters that are hard to mistake for one another (Crockford).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters of a list's code: sixty bits.
const LENGTH: usize = 12;

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// Code of the list.
    pub sheet: String,
    /// Number of the page, from 1.
    pub page: i32,
}

impl Mark {
    /// The text of its code.
    pub fn text(&self) -> String {
        format!("{BEGIN}{}/{}", self.sheet, self.page)
    }

    /// What a code says; none where it is of something else.
    pub fn read(text: &str) -> Option<Self> {
        let (sheet, page) = text.strip_prefix(BEGIN)?.split_once('/')?;
        let is_code = sheet.len() == LENGTH && sheet.bytes().all(|letter| LETTERS.contains(&letter));
        let page = page.parse().ok().filter(|page| is_code && (1..10_000).contains(page))?;
        Some(Self { sheet: sheet.to_owned(), page })
    }
}

/// A new code of a list.
pub fn new(chance: &dyn Chance) -> String {
    chance.bytes::<LENGTH>().iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect()
}

/// A code as people read it: `7KQM-3FAB-9XYZ`.
pub fn grouped(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// Which pages a scan shows, and whether its codes say so: those that were read, and what somebody says beside them. Nobody
/// says something else than a page itself.
///
/// # Errors
/// Refused: a page of another list; no such page; other pages than were said; none said and none read.
pub fn pages(
    asked: &[i32],
    read: &BTreeSet<Mark>,
    (sheet, count): (&str, i32),
) -> Result<(BTreeSet<i32>, bool)> {
    if read.iter().any(|mark| mark.sheet != sheet || mark.page > count) {
        return Err(Refusal::of(OTHER_SHEET, "file").into());
    }
    let read: BTreeSet<i32> = read.iter().map(|mark| mark.page).collect();
    if asked.is_empty() {
        return if read.is_empty() {
            Err(Refusal::form("pages", PAGE_UNREAD).into())
        } else {
            Ok((read, true))
        };
    }
    if asked.iter().any(|page| !(1..=count).contains(page)) {
        return Err(Refusal::form("pages", RANGE.of(1).of(count)).into());
    }
    let asked: BTreeSet<i32> = asked.iter().copied().collect();
    match read.difference(&asked).next() {
        Some(page) => Err(Refusal::form("pages", PAGE_OTHER.of(*page)).into()),
        None => {
            let by_code = read == asked;
            Ok((asked, by_code))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::shared::chance::SeededChance;

    fn mark(sheet: &str, page: i32) -> Mark {
        Mark { sheet: sheet.to_owned(), page }
    }

    #[test]
    fn a_code_says_what_was_printed_and_other_codes_say_nothing() {
        let sheet = new(&SeededChance::new(7));
        assert_eq!(Mark::read(&mark(&sheet, 12).text()), Some(mark(&sheet, 12)));
        assert_eq!(grouped("7KQM3FAB9XYZ"), "7KQM-3FAB-9XYZ");
        for other in ["", "https://example.pl", "ZWORNIK/LISTA/7KQM/1", "ZWORNIK/LISTA/7KQM3FAB9XYZ/0"] {
            assert_eq!(Mark::read(other), None, "{other}");
        }
    }

    #[test]
    fn a_page_says_itself_which_it_is_and_else_somebody_does() {
        let of = |asked: &[i32], read: &[Mark]| {
            pages(asked, &read.iter().cloned().collect(), ("A", 3))
                .map(|(pages, by)| (pages.into_iter().collect::<Vec<_>>(), by))
                .ok()
        };
        assert_eq!(of(&[], &[mark("A", 2), mark("A", 1)]), Some((vec![1, 2], true)));
        assert_eq!(of(&[2, 2], &[]), Some((vec![2], false)));
        assert_eq!(of(&[1, 2], &[mark("A", 2)]), Some((vec![1, 2], false)));
        assert_eq!(of(&[2], &[mark("A", 2)]), Some((vec![2], true)));
        for (asked, read) in [
            (vec![], vec![]),
            (vec![4], vec![]),
            (vec![0], vec![]),
            (vec![99], vec![]),
            (vec![1], vec![mark("A", 2)]),
            (vec![], vec![mark("B", 1)]),
            (vec![1], vec![mark("A", 1), mark("B", 2)]),
            (vec![], vec![mark("A", 4)]),
        ] {
            assert_eq!(of(&asked, &read), None, "{asked:?} {read:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_read_makes_it_stumble(text in "\\PC{0,60}") {
            let _ = Mark::read(&text);
            let _ = Mark::read(&format!("{BEGIN}{text}"));
        }
    }
}
