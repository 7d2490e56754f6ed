//! What rooms declare is used: a right that nobody asks for, a refusal that nothing gives and a deed that nothing writes
//! are words without a thing.

use std::collections::BTreeMap;

use entities::ROOMS;
use entities::rooms;
use entities::shared::refusals;

use super::sources;

/// How often a constant is named where the product is at work: declarations and imports do not count.
fn uses<'a>(names: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut counted: BTreeMap<&str, usize> = names.map(|name| (name, 0)).collect();
    let works = |path: &str| {
        ["entities/", "api/", "reports/"].iter().any(|house| path.starts_with(house))
            && path.contains("/src/")
            && !["rights.rs", "refusals.rs", "deeds.rs"].iter().any(|home| path.ends_with(home))
    };
    for source in sources().iter().filter(|source| works(&source.path)) {
        let mut importing = false;
        for (_, line) in source.code(false) {
            importing |= line.trim_start().starts_with("use ");
            if !importing {
                for word in line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
                    if let Some(count) = counted.get_mut(word) {
                        *count += 1;
                    }
                }
            }
            importing &= !line.contains(';');
        }
    }
    counted
}

fn unused(names: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    uses(names).into_iter().filter_map(|(name, count)| (count == 0).then_some(name)).collect()
}

#[test]
fn every_right_is_asked_for_and_every_refusal_is_given() {
    assert_eq!(unused(rooms::rights().map(|right| right.name)), [""; 0], "rights");
    assert_eq!(unused(rooms::refusals().map(|code| code.name)), [""; 0], "refusals");
    assert!(
        !refusals::ALL.is_empty() && uses(["NOT_FOUND"].into_iter())["NOT_FOUND"] > 0,
        "the sources are read"
    );
}

#[test]
fn every_deed_is_written() {
    let constant =
        |name: &'static str| name.split_once('.').map_or(name, |(_, verb)| verb).to_ascii_uppercase();
    for room in ROOMS {
        let names: Vec<String> = room.deeds.iter().map(|deed| constant(deed.name)).collect();
        let counted = uses(names.iter().map(String::as_str));
        let silent: Vec<_> = counted.iter().filter(|(_, count)| **count == 0).collect();
        assert!(silent.is_empty(), "{}: {silent:?}", room.name);
    }
}
