//! What this room keeps about people, and which of its tables tell of nobody.

use crate::register::Erased::Stays;
use crate::register::Kind::{Code, Instant, Text};
use crate::register::retention_rules::{Kept, gone, stays};
use crate::register::{Entry, Rows, Way, hidden, shown};
use crate::rooms;

/// The words for what a line of the trail says was done.
fn action(code: &str) -> &'static str {
    rooms::deed(code).map_or("inna czynność", |deed| deed.words.polish)
}

/// The words for the type of a thing that a line of the trail is about.
fn subject(code: &str) -> &'static str {
    rooms::thing(code).map_or("inne", |thing| thing.words.polish)
}

/// Tables with rows about people.
pub const TABLES: &[Entry] = &[Entry {
    place: 240,
    table: "audit_entry",
    label: "Dziennik zmian",
    about: "Co zrobiono z konta osoby i co zrobiono z jej danymi, w tym kto je pobierał. Dziennik jest dowodem \
                rozliczalności (art. 5 ust. 2 RODO); zawiera klucze i stany, nie zawiera imion ani adresów.",
    way: Way::Any(&[Way::User("user_id"), Way::Person("subject_id"), Way::User("subject_id")]),
    rows: Rows::Stay("nobody may change the trail; its keys lead to nobody once the rest is gone"),
    columns: &[
        shown("at", "at", "Kiedy", Instant, Stays),
        shown("action", "action", "Czynność", Code(action), Stays),
        shown("subject_type", "subject", "Dotyczy", Code(subject), Stays),
        shown("from_state", "fromState", "Stan przed", Text, Stays),
        shown("to_state", "toState", "Stan po", Text, Stays),
        hidden("actor_kind", "follows from the section", Stays),
        hidden("reason", "may tell of others", Stays),
        hidden("request_id", "made by the program", Stays),
        hidden("detail", "counts and keys", Stays),
    ],
}];

/// Tables without, each with the reason.
pub const OTHERS: &[(&str, &str)] =
    &[("audit_seal", "hashes over the trail"), ("audit_unsealed", "keys of lines that wait for their seal")];

/// For how long rows of each table are kept.
pub const KEPT: &[Kept] = &[
    stays(
        "audit_entry",
        "the trail is evidence (art. 5 of the GDPR), and the database lets nobody shorten it",
    ),
    stays("audit_seal", "the chain over the trail"),
    gone("audit_unsealed", "when the line is sealed"),
];
