//! Values of arguments that do not fit: one form of error, whoever notices it, with the words for both languages.
//!
//! Where a value reaches a mutation's payload, it is refused there as `INVALID`. This is for the rest: filters, windows,
//! and what the library finds before our code runs (whole numbers out of range, values that an enum does not have,
//! fields that are missing or unknown). It tells these by its English text alone, which is read here and nowhere else;
//! the version of the library is pinned, and a test holds each text to what it says.
//!
//! The language of an answer is known at the edge: [`Unfit`] travels as the source of its error, and
//! `http/graphql/answer.rs` writes the message.

use std::sync::Arc;

use async_graphql::{Error, ErrorExtensionValues, ServerError, Value};
use entities::shared::error::Form;
use entities::shared::language::Language;
use entities::shared::refusals::{RANGE, REQUIRED};

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It breaks a form.
    Form(Form),
    /// Not a value of this type.
    Type(String),
    /// Not one of the values of an enum.
    Value(String),
    /// The input has no such field.
    Unknown,
    /// No id, or an id of something else than this.
    Id(&'static str),
    /// No cursor of this list and order.
    Cursor,
    /// Exactly one field of the input may be given.
    OneOf,
    /// Goes with another argument only.
    With(&'static str),
    /// Does not go with another argument.
    Without(&'static str),
    /// Holds the one character that no text has.
    Nul,
}

/// A value that does not fit, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit {
    /// Path of the value among the arguments of its field, e.g. `input.entries[3].minutes`.
    pub field: String,
    /// What is wrong with it.
    pub why: Why,
}

impl Unfit {
    /// A value that does not fit.
    pub fn new(field: impl Into<String>, why: Why) -> Self {
        Self { field: field.into(), why }
    }

    /// The same, found below an argument.
    #[must_use]
    pub fn within(self, argument: &str) -> Self {
        Self { field: format!("{argument}.{}", self.field), why: self.why }
    }

    /// What the library says in its own words; none where it is about something else than a value.
    pub fn of_library(message: &str) -> Option<Self> {
        let in_field = |field: &str, why| Some(Self::new(path_of(field), why));
        let told = ["Invalid value for argument ", "Invalid default value for argument: "]
            .iter()
            .find_map(|prefix| message.strip_prefix(prefix));
        if let Some((field, reason)) = told.and_then(|told| told.strip_prefix('"')?.split_once("\", ")) {
            return match quoted(reason).as_slice() {
                [name, _] if reason.ends_with("is required but not provided") => {
                    in_field(&format!("{field}.{name}"), Why::Form(REQUIRED))
                }
                [name, _] if reason.starts_with("unknown field") => {
                    in_field(&format!("{field}.{name}"), Why::Unknown)
                }
                [_, value] if reason.starts_with("enumeration type") => {
                    in_field(field, Why::Value((*value).to_owned()))
                }
                [kind] => in_field(field, Why::Type((*kind).to_owned())),
                _ => in_field(field, Why::OneOf),
            };
        }
        match quoted(message).as_slice() {
            [_, argument, _] if message.ends_with("is required but not provided") => {
                in_field(argument, Why::Form(REQUIRED))
            }
            _ => {
                let variable = message.strip_prefix("Variable ")?.strip_suffix(" is not defined.")?;
                in_field(variable, Why::Form(REQUIRED))
            }
        }
    }

    /// Whether the library says that a whole number is out of range, which it does without saying where.
    pub fn is_of_range(message: &str) -> bool {
        message.starts_with("Failed to parse \"Int\": Only integers from ")
    }

    /// The first whole number in the value of an argument that is wider than the 32 bits of `Int`.
    pub fn wide(argument: &str, value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) if number.as_i64().is_some_and(|number| i32::try_from(number).is_err()) => {
                Some(Self::new(argument, Why::Form(RANGE.of(i32::MIN).of(i32::MAX))))
            }
            Value::List(values) => {
                values.iter().zip(0..).find_map(|(value, n)| Self::wide(&format!("{argument}[{n}]"), value))
            }
            Value::Object(fields) => {
                fields.iter().find_map(|(name, value)| Self::wide(&format!("{argument}.{name}"), value))
            }
            _ => None,
        }
    }

    /// What people are told.
    pub fn message(&self, lang: Language) -> String {
        format!("{}: {}", self.field, self.reason(lang))
    }

    fn reason(&self, lang: Language) -> String {
        match (&self.why, lang) {
            (Why::Form(form), _) => form.say(lang),
            (Why::Type(kind), Language::Polish) => format!("To nie jest wartość typu {kind}."),
            (Why::Type(kind), Language::English) => format!("Not a value of the type {kind}."),
            (Why::Value(value), Language::Polish) => format!("Nie ma tu wartości „{value}”."),
            (Why::Value(value), Language::English) => format!("There is no value “{value}” here."),
            (Why::Unknown, Language::Polish) => "Nie ma tu takiego pola.".into(),
            (Why::Unknown, Language::English) => "There is no such field here.".into(),
            (Why::Id(kind), Language::Polish) => format!("To nie jest identyfikator typu {kind}."),
            (Why::Id(kind), Language::English) => format!("Not an id of the type {kind}."),
            (Why::Cursor, Language::Polish) => "To nie jest kursor tej listy w tej kolejności.".into(),
            (Why::Cursor, Language::English) => "Not a cursor of this list in this order.".into(),
            (Why::OneOf, Language::Polish) => "Podaj dokładnie jedno z tych pól.".into(),
            (Why::OneOf, Language::English) => "Give exactly one of these fields.".into(),
            (Why::With(other), Language::Polish) => format!("Ten argument łączy się z argumentem {other}."),
            (Why::With(other), Language::English) => format!("This argument goes with {other}."),
            (Why::Without(other), Language::Polish) => {
                format!("Tego argumentu nie łączy się z argumentem {other}.")
            }
            (Why::Without(other), Language::English) => format!("This argument does not go with {other}."),
            (Why::Nul, Language::Polish) => "Znak NUL nie jest znakiem tekstu.".into(),
            (Why::Nul, Language::English) => "NUL is no character of a text.".into(),
        }
    }

    /// Code and place, for programs.
    fn facts(&self) -> ErrorExtensionValues {
        let mut facts = ErrorExtensionValues::default();
        let argument = self.field.rsplit('.').next().unwrap_or_default();
        let argument = argument.split('[').next().unwrap_or_default();
        facts.set("code", "BAD_USER_INPUT");
        facts.set("field", self.field.as_str());
        facts.set("argument", argument);
        facts
    }

    /// Tells it in place of what an error says.
    pub fn tell(&self, error: &mut ServerError, lang: Language) {
        error.message = self.message(lang);
        error.extensions = Some(self.facts());
    }
}

impl From<Unfit> for Error {
    fn from(unfit: Unfit) -> Self {
        Self {
            message: unfit.message(Language::default()),
            extensions: Some(unfit.facts()),
            source: Some(Arc::new(unfit)),
        }
    }
}

/// The library's path with our way to write places in lists: `entries.3.minutes` is `entries[3].minutes`.
fn path_of(path: &str) -> String {
    path.split('.').fold(String::new(), |path, part| match part.parse::<usize>() {
        Ok(n) => format!("{path}[{n}]"),
        Err(_) if path.is_empty() => part.to_owned(),
        Err(_) => format!("{path}.{part}"),
    })
}

/// What stands between quotation marks.
fn quoted(message: &str) -> Vec<&str> {
    message.split('"').skip(1).step_by(2).collect()
}

#[cfg(test)]
mod tests {
    use async_graphql::{
        EmptyMutation, EmptySubscription, Enum, InputObject, Object, Request, Schema, Variables,
    };
    use serde_json::json;

    use super::*;
    use entities::shared::refusals::DATE;

    #[derive(Enum, Clone, Copy, PartialEq, Eq)]
    enum Colour {
        Red,
    }

    #[derive(InputObject)]
    struct Entry {
        minutes: i32,
        colour: Option<Colour>,
        kept: Option<bool>,
    }

    struct Query;

    #[Object]
    impl Query {
        async fn sum(&self, entries: Vec<Entry>, first: Option<i32>) -> i32 {
            let counted = entries.iter().filter(|entry| entry.colour.is_some() || entry.kept.is_some());
            first.unwrap_or_default() + counted.map(|entry| entry.minutes).sum::<i32>()
        }
    }

    async fn told(query: &str, variables: serde_json::Value) -> Vec<String> {
        let schema = Schema::build(Query, EmptyMutation, EmptySubscription).finish();
        let request = Request::new(query).variables(Variables::from_json(variables));
        schema.execute(request).await.errors.into_iter().map(|error| error.message).collect()
    }

    #[tokio::test]
    async fn what_the_library_says_is_understood() {
        let with = |entry: &str| format!("{{ sum(entries: [{{ minutes: 1 }}, {entry}]) }}");
        for (query, field, why) in [
            (with("{ minutes: \"1\" }"), "entries[1].minutes", Why::Type("Int".into())),
            (with("{ minutes: 1.5 }"), "entries[1].minutes", Why::Type("Int".into())),
            (with("{ minutes: null }"), "entries[1].minutes", Why::Type("Int".into())),
            (with("{ minutes: 1, kept: 1 }"), "entries[1].kept", Why::Type("Boolean".into())),
            (with("{ minutes: 1, colour: BLUE }"), "entries[1].colour", Why::Value("BLUE".into())),
            (with("{ minutes: 1, colour: 7 }"), "entries[1].colour", Why::Type("Colour".into())),
            (with("{}"), "entries[1].minutes", Why::Form(REQUIRED)),
            (with("{ minutes: 1, hours: 2 }"), "entries[1].hours", Why::Unknown),
            ("{ sum }".to_owned(), "entries", Why::Form(REQUIRED)),
            (
                "query($entries: [Entry!]!) { sum(entries: $entries) }".to_owned(),
                "entries",
                Why::Form(REQUIRED),
            ),
            (
                "query($first: Int = \"x\") { sum(entries: [], first: $first) }".to_owned(),
                "first",
                Why::Type("Int".into()),
            ),
        ] {
            let told = told(&query, json!({})).await;
            let understood = told.first().and_then(|message| Unfit::of_library(message));
            assert_eq!(understood, Some(Unfit::new(field, why)), "{query} {told:?}");
        }
        let query = "query($e: Entry!) { sum(entries: [$e]) }";
        let told_of = told(query, json!({ "e": { "minutes": 1, "colour": "BLUE" } })).await;
        let unfit = Unfit::new("entries[0].colour", Why::Value("BLUE".into()));
        assert_eq!(
            Unfit::of_library(&told_of[0]),
            Some(unfit),
            "a value of a variable stands where the variable does"
        );
        for other in told("{ nonsense }", json!({})).await {
            assert_eq!(Unfit::of_library(&other), None, "{other}");
        }
    }

    #[tokio::test]
    async fn a_whole_number_out_of_range_is_found_where_it_stands() {
        for (query, variables) in [
            ("{ sum(entries: [], first: 3000000000) }", json!({})),
            ("query($e: [Entry!]!) { sum(entries: $e) }", json!({ "e": [{ "minutes": 3_000_000_000u32 }] })),
        ] {
            let told = told(query, variables).await;
            assert!(told.first().is_some_and(|message| Unfit::is_of_range(message)), "{told:?}");
        }
        let value = Value::from_json(json!([{ "minutes": 1 }, { "minutes": -3_000_000_000i64 }])).unwrap();
        assert_eq!(
            Unfit::wide("entries", &value).map(|unfit| unfit.field).as_deref(),
            Some("entries[1].minutes")
        );
        assert_eq!(Unfit::wide("entries", &Value::from(i32::MIN)), None);
    }

    #[test]
    fn people_are_told_in_their_language_and_programs_by_code_and_place() {
        let unfit = Unfit::new("startsFrom", Why::Form(DATE)).within("filter");
        assert_eq!(
            unfit.message(Language::Polish),
            "filter.startsFrom: To nie jest data w postaci RRRR-MM-DD."
        );
        assert_eq!(unfit.message(Language::English), "filter.startsFrom: Not a date as YYYY-MM-DD.");
        let error = Error::from(unfit).extensions.unwrap();
        assert_eq!(error.get("argument"), Some(&Value::from("startsFrom")));
        assert_eq!(error.get("field"), Some(&Value::from("filter.startsFrom")));
    }
}
