//! What this room keeps about people, and which of its tables tell of nobody.

use super::ReceiptChannel;
use crate::register::Erased::Stays;
use crate::register::Kind::{Code, Instant, Name};
use crate::register::retention_rules::RetentionRule::ErasedReceipts;
use crate::register::retention_rules::{Kept, by, stays};
use crate::register::{Entry, Rows, Way, shown};
use crate::shared::enums::polish;

/// Tables with rows about people.
pub const TABLES: &[Entry] = &[Entry {
    place: 260,
    table: "clause_receipt",
    label: "Klauzule informacyjne",
    about: "Którą wersję klauzuli informacyjnej pokazano, kiedy i jak.",
    way: Way::Any(&[Way::Person("person_id"), Way::User("user_id")]),
    rows: Rows::Stay("that somebody was informed must be shown; of nobody once the person is erased"),
    columns: &[
        shown("clause_id", "clause", "Klauzula", Name("information_clause", "title"), Stays),
        shown("at", "at", "Kiedy", Instant, Stays),
        shown("channel", "channel", "Sposób", Code(polish::<ReceiptChannel>), Stays),
    ],
}];

/// Tables without, each with the reason.
pub const OTHERS: &[(&str, &str)] =
    &[("clause_version", "published texts"), ("information_clause", "published texts")];

/// For how long rows of each table are kept.
pub const KEPT: &[Kept] = &[
    by("clause_receipt", &[ErasedReceipts]),
    stays("clause_version", "what people were told must be shown"),
    stays("information_clause", "what people were told must be shown"),
];
