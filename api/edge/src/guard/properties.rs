//! What holds for every document: the guard's sum equals that of naive expansion, and no text makes it panic.

use std::fmt::Write as _;

use async_graphql::Request;
use proptest::collection::vec;
use proptest::prelude::*;

use super::{Limits, admit};

/// A selection of an invented document.
#[derive(Clone, Debug)]
enum Item {
    Field {
        alias: bool,
        inside: Vec<Item>,
    },
    Inline(Vec<Item>),
    /// A spread of a fragment further on, counted from the one it stands in.
    Spread(usize),
}

/// Selections, aliases and depth.
type Sum = (u64, u64, u64);

fn item() -> impl Strategy<Value = Item> {
    let leaf = prop_oneof![
        3 => any::<bool>().prop_map(|alias| Item::Field { alias, inside: vec![] }),
        2 => (0usize..3).prop_map(Item::Spread),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            3 => (any::<bool>(), vec(inner.clone(), 1..4)).prop_map(|(alias, inside)| Item::Field { alias, inside }),
            1 => vec(inner, 1..4).prop_map(Item::Inline),
        ]
    })
}

/// An operation and fragments, each of which spreads only later ones.
fn document() -> impl Strategy<Value = Vec<Vec<Item>>> {
    vec(vec(item(), 1..4), 1..7)
}

fn print(text: &mut String, items: &[Item], at: usize, count: usize) {
    text.push('{');
    for item in items {
        match item {
            Item::Field { alias, inside } => {
                text.push_str(if *alias { " other: name" } else { " name" });
                if !inside.is_empty() {
                    print(text, inside, at, count);
                }
            }
            Item::Inline(inside) => {
                text.push_str(" ... on Query ");
                print(text, inside, at, count);
            }
            Item::Spread(further) if at + 1 + further < count => {
                write!(text, " ...F{}", at + 1 + further).unwrap();
            }
            Item::Spread(_) => text.push_str(" __typename"),
        }
    }
    text.push_str(" }");
}

fn text_of(parts: &[Vec<Item>]) -> String {
    let mut text = String::new();
    for (at, items) in parts.iter().enumerate() {
        if at > 0 {
            write!(text, " fragment F{at} on Query ").unwrap();
        }
        print(&mut text, items, at, parts.len());
    }
    text
}

/// The sum by writing every fragment out.
fn expanded(parts: &[Vec<Item>], items: &[Item], at: usize) -> Sum {
    items.iter().fold((0, 0, 0), |(selections, aliases, depth), item| {
        let (more, named, deep) = match item {
            Item::Field { alias, inside } => {
                let (more, named, deep) = expanded(parts, inside, at);
                (more, named + u64::from(*alias), deep + 1)
            }
            Item::Inline(inside) => expanded(parts, inside, at),
            Item::Spread(further) => match parts.get(at + 1 + further) {
                Some(items) => expanded(parts, items, at + 1 + further),
                None => (0, 0, 1),
            },
        };
        (selections + 1 + more, aliases + named, depth.max(deep))
    })
}

proptest! {
    #[test]
    fn the_sum_is_that_of_writing_every_fragment_out(parts in document(), selections in 5u64..200, depth in 2u64..12) {
        let limits = Limits { selections, depth, aliases: selections / 3, ..Limits::default() };
        let admitted = admit(&mut Request::new(text_of(&parts)), &limits).is_ok();
        // Fragments that nothing spreads are weighed too: what is sent has to be small, used or not.
        let fits = (0..parts.len()).all(|at| {
            let (selections, aliases, depth) = expanded(&parts, &parts[at], at);
            selections <= limits.selections && aliases <= limits.aliases && depth <= limits.depth
        });
        prop_assert_eq!(admitted, fits, "{}", text_of(&parts));
    }

    #[test]
    fn no_text_makes_it_panic(text in "[{}()\\[\\]\"\\\\#a-c$@:!=|&. \n,0-9ż\u{feff}]{0,200}") {
        let _ = admit(&mut Request::new(text), &Limits::default());
    }

    #[test]
    fn no_pieces_of_a_document_make_it_panic(pieces in vec(prop::sample::select(vec![
        "query", "mutation", "fragment", "F", "on", "Query", "{", "}", "(", ")", "...", "...F", "$v", ":", "Int", "=",
        "[", "]", "1", "-", "1e999", "\"", "\"\"\"", "\\", "\\u{110000}", "@skip", "(if:", "true", "#", "\n", "a", ",",
    ]), 0..60)) {
        let _ = admit(&mut Request::new(pieces.join(" ")), &Limits::default());
        let _ = admit(&mut Request::new(pieces.concat()), &Limits::default());
    }
}
