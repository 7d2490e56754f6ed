//! Texts in letters that the faces have, for documents in which one foreign letter must not stop all the rest.

use entities::shared::repertoire::{compose, is_printable};

/// The text on one line, with a question mark for each letter that no face has.
#[must_use]
pub fn printable(text: &str) -> String {
    let composed = compose(text);
    let words = composed.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().map(|letter| if is_printable(letter) { letter } else { '?' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_letters_become_question_marks_and_all_others_stay() {
        assert_eq!(printable("Z\u{307}o\u{301}łć  Дмитро\u{200b} № 5"), "Żółć ??????? № 5");
    }
}
