//! Tables of no room.

use crate::register::Erased::Stays;
use crate::register::Kind::{Instant, Text};
use crate::register::When::AtOnce;
use crate::register::retention_rules::RetentionRule::{EndedQuotas, SpentKeys};
use crate::register::retention_rules::{Kept, by, gone, stays};
use crate::register::{Entry, Rows, Way, hidden, shown};

/// Tables with rows about people.
pub const TABLES: &[Entry] = &[Entry {
    place: 230,
    table: "idempotency_key",
    label: "Powtórzone polecenia",
    about: "Odpowiedzi na polecenia konta, na wypadek ich powtórzenia. Usuwane po 7 dniach.",
    way: Way::User("user_id"),
    rows: Rows::Go(AtOnce),
    columns: &[
        shown("operation", "operation", "Polecenie", Text, Stays),
        shown("created_at", "createdAt", "Kiedy", Instant, Stays),
        hidden("key", "made up by the client", Stays),
        hidden("input_hash", "a hash, gone after seven days", Stays),
        hidden("answer", "keys and reasons, never names", Stays),
    ],
}];

/// Tables without, each with the reason.
pub const OTHERS: &[(&str, &str)] = &[
    ("live_event", "keys only, for minutes"),
    ("quota_use", "counts under keys, and under hashes of addresses for a day after an hour"),
    ("search_due", "keys of rows whose words are made anew, within the same transaction"),
    (
        "search_word",
        "words of names and titles: made anew or gone within the transaction that blanks or deletes the row",
    ),
    ("seaql_migrations", "steps of the schema"),
];

/// For how long rows of each table are kept.
pub const KEPT: &[Kept] = &[
    by("idempotency_key", &[SpentKeys]),
    gone("live_event", "the newest ten thousand stay, on SQLite; PostgreSQL has none"),
    by("quota_use", &[EndedQuotas]),
    gone("search_due", "when the words are made"),
    gone("search_word", "with the names and titles that they are words of"),
    stays("seaql_migrations", "a line for each step of the schema"),
];
