//! What this room keeps about people, and which of its tables tell of nobody.

use crate::register::Erased::Stays;
use crate::register::Kind::{Instant, Text};
use crate::register::When::AtOnce;
use crate::register::retention_rules::{Kept, gone, stays};
use crate::register::{Entry, Rows, Way, shown};

/// Tables with rows about people.
pub const TABLES: &[Entry] = &[
    Entry {
        place: 190,
        table: "report_artefact",
        label: "Pliki raportów",
        about: "Raporty nie mówią o osobach; wpis jest tu, bo wskazuje na dokument.",
        way: Way::Through("document_id", "document"),
        rows: Rows::Stay("reports show no people"),
        columns: &[shown("format", "format", "Format", Text, Stays)],
    },
    Entry {
        place: 220,
        table: "schedule_recipient",
        label: "Raporty cykliczne",
        about: "Raporty, które osoba dostaje według harmonogramu.",
        way: Way::User("user_id"),
        rows: Rows::Go(AtOnce),
        columns: &[shown("created_at", "since", "Od kiedy", Instant, Stays)],
    },
];

/// Tables without, each with the reason.
pub const OTHERS: &[(&str, &str)] = &[
    ("report_definition", "what a report is about"),
    ("report_run", "figures of places; who asked is the key of an account"),
    ("report_schedule", "times"),
];

/// For how long rows of each table are kept.
pub const KEPT: &[Kept] = &[
    stays("report_artefact", "the files of a run"),
    stays("report_definition", "a handful to a project"),
    stays("report_run", "what a report said, and by which figures, is documentation of the project"),
    stays("report_schedule", "a handful to a project"),
    gone("schedule_recipient", "when the recipient is taken away or erased"),
];
