//! Copies of a person's data: page model, everything told, odd input.

use reports::document::dump;
use reports::requests::copy::{layout, render};

use crate::copies::copy;

#[test]
fn the_page_model_of_a_copy_is_as_reviewed() {
    insta::assert_snapshot!("copy_of_data", dump::dump(&layout(&copy(6)).expect("laid out")));
}

#[test]
fn the_same_facts_have_the_same_bytes() {
    assert_eq!(render(&copy(40)).expect("drawn"), render(&copy(40)).expect("drawn"));
    assert_ne!(render(&copy(40)).expect("drawn"), render(&copy(41)).expect("drawn"));
}

#[test]
fn what_does_not_fit_on_paper_is_counted_and_what_is_not_kept_is_said() {
    let pages = |text: &str| text.matches("\npage ").count();
    let long = dump::dump(&layout(&copy(1_000)).expect("laid out"));
    assert!(long.contains("800") && pages(&long) < 20, "{} pages", pages(&long));
    let short = dump::dump(&layout(&copy(3)).expect("laid out"));
    assert!(!short.contains("Ponadto"));
    for words in ["Konto", "Wiadomości", "Prawa"] {
        assert!(short.contains(words), "{words}");
    }
}

#[test]
fn odd_texts_are_drawn_as_far_as_the_faces_go() {
    for text in ["", " ", "\u{7}", "Київ 🎓", &"ż".repeat(5000), &"słowo ".repeat(3000), "a\nb\tc"] {
        let mut odd = copy(2);
        odd.name = text.to_owned();
        odd.controllers = vec![text.to_owned(); 3];
        for cell in odd.sections.iter_mut().flat_map(|one| one.rows.iter_mut()).flatten() {
            cell.text = Some(text.to_owned());
        }
        let bytes = render(&odd).unwrap_or_else(|error| panic!("{text:.20}: {error}"));
        assert!(bytes.starts_with(b"%PDF-1.7"));
    }
    let mut empty = copy(0);
    empty.sections.clear();
    empty.rights.clear();
    empty.controllers.clear();
    assert!(render(&empty).is_ok());
}
