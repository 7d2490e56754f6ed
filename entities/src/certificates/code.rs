//! Verification codes: 130 random bits as 26 letters that are hard to mistake for one another. Pure.

use crate::shared::chance::Chance;
use crate::shared::text;

/// Crockford's alphabet: no I, L, O, U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters of a code; five bits each.
pub const LENGTH: usize = 26;

/// A new code.
pub fn new(chance: &dyn Chance) -> String {
    chance.bytes::<LENGTH>().iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect()
}

/// What a person typed, as a code: upper case, without separators, look-alikes read as what they must be. None
/// where it cannot be a code.
pub fn parse(text: &str) -> Option<String> {
    if text.len() > 4 * LENGTH {
        return None;
    }
    let mut code = String::with_capacity(LENGTH);
    for c in text::number(text).chars().filter(|c| *c != '.') {
        let c = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        };
        if !u8::try_from(c).is_ok_and(|c| LETTERS.contains(&c)) {
            return None;
        }
        code.push(c);
    }
    (code.len() == LENGTH).then_some(code)
}

/// Letters of each group, on two lines of three on documents.
const GROUPS: [usize; 6] = [5, 4, 4, 5, 4, 4];

/// A code in groups, as documents print them. Text of another length is cut the same way as far as it goes.
pub fn groups(code: &str) -> Vec<&str> {
    let (mut rest, mut groups) = (code, vec![]);
    for size in GROUPS.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let at = rest.char_indices().nth(*size).map_or(rest.len(), |(at, _)| at);
        let (group, after) = rest.split_at(at);
        groups.push(group);
        rest = after;
    }
    groups
}

/// The code in groups with hyphens between them.
pub fn grouped(code: &str) -> String {
    groups(code).join("-")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::shared::chance::SeededChance;

    #[test]
    fn a_typed_code_is_read_whatever_its_case_and_separators() {
        let code = new(&SeededChance::new(7));
        assert_eq!(parse(&grouped(&code)).as_deref(), Some(&*code));
        assert_eq!(parse(&code.to_lowercase()).as_deref(), Some(&*code));
        assert_eq!(parse(&code.replace('0', "o").replace('1', "l")).as_deref(), Some(&*code));
        assert_eq!(parse(""), None);
        assert_eq!(parse(&code[1..]), None);
    }

    proptest! {
        #[test]
        fn nothing_typed_makes_it_panic(text in ".{0,300}") {
            let _ = parse(&text);
        }
    }
}
