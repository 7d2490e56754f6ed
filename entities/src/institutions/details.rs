//! Checks of what people enter about institutions and people. Pure.

use crate::shared::error::Form;
use crate::shared::input::{Check, NAME_MAX, sort_key};

/// Longest telephone number, with words such as `wew.`.
pub const PHONE_MAX: usize = 40;

/// An optional postal code as `00-000`; `00000` and blanks around the hyphen are understood.
pub fn postal_code(check: &mut Check, field: &str, text: Option<&str>) -> Option<String> {
    let text: String = text?.chars().filter(|c| !c.is_whitespace()).collect();
    if text.is_empty() {
        return None;
    }
    let digits = match text.split_once('-') {
        Some((town, street)) if town.len() == 2 && street.len() == 3 => format!("{town}{street}"),
        Some(_) => String::new(),
        None => text.clone(),
    };
    if digits.len() != 5 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        check.fault(field, Form::PostalCode);
        return Some(text);
    }
    Some(format!("{}-{}", &digits[..2], &digits[2..]))
}

/// An optional telephone number, as it is written; an extension in words is part of it.
pub fn phone(check: &mut Check, field: &str, text: Option<&str>) -> Option<String> {
    check.opt_line(field, text, PHONE_MAX)
}

/// A person's names and contacts, checked; names stay as they are written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PersonDetails {
    pub first_name: String,
    pub last_name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
}

impl PersonDetails {
    pub(super) fn of(
        check: &mut Check,
        (first_name, last_name): (&str, &str),
        email: Option<&str>,
        phone_number: Option<&str>,
    ) -> Self {
        Self {
            first_name: check.line("firstName", first_name, NAME_MAX),
            last_name: check.line("lastName", last_name, NAME_MAX),
            email: check.opt_email("email", email),
            phone: phone(check, "phone", phone_number),
        }
    }

    /// Sorts surname and first names in Polish order.
    pub(super) fn sort_key(&self) -> Vec<u8> {
        sort_key(&format!("{} {}", self.last_name, self.first_name))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Option<Option<String>> {
        let mut check = Check::default();
        let code = postal_code(&mut check, "postalCode", Some(text));
        check.done().is_ok().then_some(code)
    }

    #[test]
    fn postal_codes_get_their_hyphen() {
        for text in ["25-516", "25516", " 25 - 516 "] {
            assert_eq!(read(text), Some(Some("25-516".into())), "{text}");
        }
        assert_eq!(read("  "), Some(None));
        for wrong in ["2551", "255-16", "25-51a", "25-5166", "２５-516", "25--516", "-25516", "ąć516"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn people_are_sorted_by_surname_in_polish_order() {
        let key = |first: &str, last: &str| {
            let mut check = Check::default();
            PersonDetails::of(&mut check, (first, last), None, None).sort_key()
        };
        assert!(key("Zofia", "Ćwik") < key("Anna", "Dąb"));
        assert!(key("Anna", "Łoś") < key("Żaneta", "Łoś"));
        assert!(key("Żaneta", "Lis") < key("Anna", "Łoś"));
    }

    proptest! {
        #[test]
        fn a_code_that_is_taken_has_its_form_and_is_taken_again(text in "\\PC{0,8}|[0-9]{2}-?[0-9]{3}") {
            if let Some(Some(code)) = read(&text) {
                prop_assert_eq!(code.len(), 6);
                prop_assert_eq!(read(&code), Some(Some(code.clone())));
            }
        }
    }
}
