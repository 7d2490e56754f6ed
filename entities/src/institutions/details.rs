//! Checks of what people enter about institutions and people. Pure.

use crate::shared::input::{Check, NAME_MAX, sort_key};

/// Longest telephone number, with words such as `wew.`.
pub const PHONE_MAX: usize = 40;

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
    use super::*;

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
}
