//! Fields with what was typed and what is wrong with it.

use crate::ask::Refused;
use crate::call::Fields;

/// What is wrong with a form, by its fields.
#[derive(Clone, Debug, Default)]
pub(crate) struct Faults(pub Vec<Wrong>);

/// Something that is wrong.
#[derive(Clone, Debug)]
pub(crate) struct Wrong {
    /// Id of the field on the page; none where the form as a whole is meant.
    pub field: Option<&'static str>,
    /// In words.
    pub message: String,
}

impl Faults {
    /// The reasons of the API, at the fields of this page: pairs of the API's field and the page's.
    pub fn of(refused: &[Refused], fields: &[(&str, &'static str)]) -> Self {
        let at = |path: &str| {
            let matches = |api: &str| path == api || path.starts_with(&format!("{api}."));
            fields.iter().find(|(api, _)| matches(api)).map(|(_, page)| *page)
        };
        let wrong = refused.iter().map(|one| Wrong { field: at(&one.field), message: one.message.clone() });
        Self(wrong.collect())
    }

    /// Whether anything is wrong, for pages that say themselves what.
    pub fn any(is_wrong: bool) -> Self {
        Self(if is_wrong { vec![Wrong { field: None, message: String::new() }] } else { vec![] })
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with a field; empty where nothing is.
    pub fn at(&self, field: &str) -> &str {
        self.0.iter().find(|one| one.field == Some(field)).map_or("", |one| &one.message)
    }
}

/// A form as it is shown: what was typed, what is wrong, and the key by which it is one act.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form {
    /// What was typed.
    pub typed: Fields,
    /// What is wrong.
    pub faults: Faults,
    /// Its key.
    pub key: String,
}

impl Form {
    /// What was typed into a field.
    pub fn value(&self, name: &str) -> &str {
        self.typed.get(name)
    }

    /// Whether a box was ticked.
    pub fn ticked(&self, name: &str) -> bool {
        self.typed.ticked(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_stands_at_its_field_and_whatever_has_none_above_all() {
        let refused =
            |field: &str| Refused { code: "INVALID".into(), field: field.into(), message: field.into() };
        let faults = Faults::of(
            &[refused("needsDiet"), refused("items.0.id"), refused("")],
            &[("needsDiet", "dieta"), ("items", "pozycje")],
        );
        assert_eq!(faults.at("dieta"), "needsDiet");
        assert_eq!(faults.at("pozycje"), "items.0.id");
        assert_eq!(faults.0.iter().filter(|one| one.field.is_none()).count(), 1);
        assert_eq!(faults.at("nocleg"), "");
    }
}
