//! What this room keeps about people.

use super::{RequestKind, RequestState};
use crate::register::Blank::Null;
use crate::register::Erased::{Blank, By, Stays};
use crate::register::Kind::{Code, Day, Instant, Text};
use crate::register::When::AfterProjects;
use crate::register::retention_rules::{Kept, stays};
use crate::register::{Entry, Rows, Way, hidden, shown};
use crate::shared::enums::polish;

/// Tables with rows about people.
pub const TABLES: &[Entry] = &[Entry {
    place: 200,
    table: "data_subject_request",
    label: "Wnioski o dane",
    about: "Wnioski o kopię albo usunięcie danych, z terminem i odpowiedzią.",
    way: Way::Person("person_id"),
    rows: Rows::Stay("that somebody was answered, and when, must be shown"),
    columns: &[
        shown("kind", "kind", "Rodzaj", Code(polish::<RequestKind>), Stays),
        shown("state", "state", "Stan", Code(polish::<RequestState>), By("requests::erase_person")),
        shown("created_at", "askedAt", "Wpłynął", Instant, Stays),
        shown("due_on", "dueOn", "Termin", Day, Stays),
        shown("ended_at", "answeredAt", "Odpowiedź", Instant, Stays),
        shown("reason", "reason", "Uzasadnienie odmowy", Text, Blank(AfterProjects, Null)),
        hidden("problem", "a code of the machine", Stays),
    ],
}];

/// For how long rows of each table are kept.
pub const KEPT: &[Kept] = &[stays(
    "data_subject_request",
    "that somebody was answered, and when, must be shown; a row holds no name",
)];
