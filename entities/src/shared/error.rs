//! What an action answers when it does not do what was asked.
//!
//! A refusal is an expected outcome and becomes data in the payload: a code, the field, and the facts the
//! message needs. A fault is a bug or a broken machine: it is logged with the request id and shown as `INTERNAL`.

use chrono::NaiveDate;
use sea_orm::DbErr;
use uuid::Uuid;

use super::ids::TypedId;
use super::language::{Language, Words};
use super::refusals::{INVALID, NOT_FOUND};

/// Why an action was refused: a constant of the room that refuses. It means the same in every mutation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code(pub &'static Reason);

impl std::ops::Deref for Code {
    type Target = Reason;

    fn deref(&self) -> &Reason {
        self.0
    }
}

/// What a code says.
#[derive(Debug, PartialEq, Eq)]
pub struct Reason {
    /// Its name in the schema, e.g. `EDITION_FULL`.
    pub name: &'static str,
    /// The message, in both languages; the English one describes the code in the schema.
    pub words: Words,
}

/// Declares why a room refuses: `EDITION_FULL: "po polsku" / "in English";`.
#[macro_export]
macro_rules! refusals {
    ($($name:ident: $pl:literal / $en:literal;)*) => {
        $(
            #[doc = $en]
            pub const $name: $crate::shared::error::Code =
                $crate::shared::error::Code(&$crate::shared::error::Reason {
                    name: stringify!($name),
                    words: $crate::shared::language::Words::new($pl, $en),
                });
        )*

        /// All of them.
        pub const ALL: &[$crate::shared::error::Code] = &[$($name,)*];
    };
}

/// The form that a value should have: a constant of the room whose value it is. `{}` in its words stands for a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    words: &'static Words,
    facts: [Option<Fact>; 2],
}

/// A fact that a form names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A number.
    Number(i64),
    /// A letter, which is shown with its code.
    Letter(char),
}

/// Declares the forms of a room's values: `NIP: "po polsku" / "in English";`.
#[macro_export]
macro_rules! forms {
    ($($name:ident: $pl:literal / $en:literal;)*) => {
        $(
            #[doc = $en]
            pub const $name: $crate::shared::error::Form =
                $crate::shared::error::Form::new(&$crate::shared::language::Words::new($pl, $en));
        )*
    };
}

impl Form {
    /// A form that says this.
    pub const fn new(words: &'static Words) -> Self {
        Self { words, facts: [None; 2] }
    }

    /// The same, naming one fact more.
    #[must_use]
    pub fn of(mut self, fact: impl Into<Fact>) -> Self {
        if let Some(place) = self.facts.iter_mut().find(|place| place.is_none()) {
            *place = Some(fact.into());
        }
        self
    }

    /// What it says.
    pub fn say(self, language: Language) -> String {
        let text = self.words.say(language).to_owned();
        self.facts.into_iter().flatten().fold(text, |text, fact| {
            let fact = match fact {
                Fact::Number(number) => number.to_string(),
                Fact::Letter(letter) => quoted(letter, language),
            };
            text.replacen("{}", &fact, 1)
        })
    }
}

/// A letter between quotation marks, with its code: it may be one that nobody can see.
fn quoted(letter: char, language: Language) -> String {
    let code = u32::from(letter);
    match language {
        Language::Polish => format!("„{letter}” (U+{code:04X})"),
        Language::English => format!("“{letter}” (U+{code:04X})"),
    }
}

macro_rules! facts {
    ($($number:ty)*) => {$(
        impl From<$number> for Fact {
            fn from(number: $number) -> Self {
                Self::Number(number as i64)
            }
        }
    )*};
}

facts! { i32 i64 u64 usize }

impl From<char> for Fact {
    fn from(letter: char) -> Self {
        Self::Letter(letter)
    }
}

/// One reason, tied to a field of the input where there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The reason.
    pub code: Code,
    /// Path of the input field, e.g. `entries[3].minutes`; empty for the whole input.
    pub field: String,
    /// Facts for the message; never a name of a person the actor may not see.
    pub detail: Detail,
}

/// Facts that a message names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Nothing to add.
    #[default]
    None,
    /// Present state and the states one may go to, as people call them.
    States {
        /// The present state.
        now: Words,
        /// The states one may go to.
        allowed: Vec<Words>,
    },
    /// The form a value should have.
    Form(Form),
    /// A limit that was passed.
    Limit(i64),
    /// A letter.
    Letter(char),
    /// A thing that the actor may see: the type's name in the API, and its key.
    About(&'static str, Uuid),
    /// A last day; none where it is not known yet.
    Until(Option<NaiveDate>),
    /// Seconds after which another try makes sense.
    RetryAfter(i64),
}

/// What came of an action that failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Refused for these reasons; nothing was written.
    #[error("refused: {0:?}")]
    Refused(Vec<Refusal>),
    /// The database failed. Kept unmapped, so that the write door can tell what is worth a retry.
    #[error(transparent)]
    Db(#[from] DbErr),
    /// A stored value is not what it must be.
    #[error("fault: {0}")]
    Fault(String),
}

/// The result of an action.
pub type Result<T> = std::result::Result<T, Error>;

impl Refusal {
    /// A refusal of one field.
    pub fn of(code: Code, field: impl Into<String>) -> Self {
        Self { code, field: field.into(), detail: Detail::None }
    }

    /// A value whose form is wrong.
    pub fn form(field: impl Into<String>, form: Form) -> Self {
        Self { code: INVALID, field: field.into(), detail: Detail::Form(form) }
    }

    /// Names a thing that the actor may see.
    #[must_use]
    pub fn about(self, id: impl TypedId) -> Self {
        let kind = kind_of(&id);
        self.with(Detail::About(kind, id.uuid()))
    }

    /// The thing it names, where that is one of this kind.
    pub fn names<T: TypedId>(&self) -> Option<T> {
        match self.detail {
            Detail::About(kind, key) if kind == T::TYPE => Some(T::from_uuid(key)),
            _ => None,
        }
    }

    /// The reason for people.
    pub fn message(&self, language: Language) -> String {
        let pl = language == Language::Polish;
        let main = match self.detail {
            Detail::Form(form) => form.say(language),
            _ => self.code.words.say(language).to_owned(),
        };
        match &self.detail {
            Detail::States { now, allowed } => {
                let now = now.say(language);
                let allowed: Vec<&str> = allowed.iter().map(|state| state.say(language)).collect();
                match (pl, allowed.is_empty()) {
                    (true, true) => {
                        format!("{main} Stan obecny: {now}; żaden inny nie może po nim nastąpić.")
                    }
                    (true, false) => format!("{main} Stan obecny: {now}; dozwolone: {}.", allowed.join(", ")),
                    (false, true) => format!("{main} Present state: {now}; no other may follow."),
                    (false, false) => {
                        format!("{main} Present state: {now}; allowed: {}.", allowed.join(", "))
                    }
                }
            }
            Detail::Limit(n) if pl => format!("{main} Liczba: {n}."),
            Detail::Limit(n) => format!("{main} Count: {n}."),
            Detail::Letter(letter) if pl => format!("{main} Znak: {}.", quoted(*letter, language)),
            Detail::Letter(letter) => format!("{main} Letter: {}.", quoted(*letter, language)),
            Detail::Until(Some(day)) if pl => format!("{main} Termin: {day}."),
            Detail::Until(Some(day)) => format!("{main} Until: {day}."),
            Detail::RetryAfter(seconds) if pl => format!("{main} Za ile sekund: {seconds}."),
            Detail::RetryAfter(seconds) => format!("{main} In how many seconds: {seconds}."),
            Detail::None | Detail::Form(_) | Detail::About(..) | Detail::Until(None) => main,
        }
    }

    /// Adds facts.
    #[must_use]
    pub fn with(mut self, detail: Detail) -> Self {
        self.detail = detail;
        self
    }
}

fn kind_of<T: TypedId>(_: &T) -> &'static str {
    T::TYPE
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(vec![refusal])
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Fault(error.to_string())
    }
}

/// Refuses with one code.
pub fn refuse<T>(code: Code, field: &str) -> Result<T> {
    Err(Refusal::of(code, field).into())
}

/// The thing, or a refusal that it was not found.
pub fn found<T>(thing: Option<T>, field: &str) -> Result<T> {
    thing.ok_or_else(|| Refusal::of(NOT_FOUND, field).into())
}
