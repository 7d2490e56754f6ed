//! Privacy: what is kept about a person, copies of it for that person, erasure, retention.
//!
//! | file | what |
//! | --- | --- |
//! | `register/` | THE list of tables and columns with personal data, as data, and what walks it |
//! | `request.rs` | what somebody asked for about their data, by when it is due, what came of it |
//! | `request_store.rs` | who sees that |
//! | `request_states.rs` | states of a request, pure |
//! | `requests/` | writes: ask, refuse, erase, what the worker notes |
//! | `export.rs`, `export_words.rs` | the copy of everything about a person |
//! | `erasure.rs` | what an erasure would touch, and what must stay until when |
//! | `retention.rs`, `retention_rules.rs` | what goes by itself, and what each rule would touch now |
//! | `request_jobs.rs` | payloads |
//! | `erased_list.rs` | keys of erased people outside the database, for the day it is restored |

pub mod deeds;
pub mod erased_list;
pub mod erasure;
pub mod export;
pub mod export_words;
pub mod refusals;
pub mod register;
pub mod request;
pub mod request_jobs;
pub mod request_states;
pub mod request_store;
pub mod requests;
pub mod retention;
pub mod retention_rules;
pub mod rights;

use crate::db_enum;
use crate::rooms::Room;

/// What the room declares, folded in `rooms.rs`.
pub const ROOM: Room =
    Room { rights: rights::ALL, refusals: refusals::ALL, deeds: deeds::ALL, ..Room::of("privacy") };

db_enum! {
    /// What somebody asks for.
    pub enum RequestKind as "DataSubjectRequestKind" {
        /// A copy of everything about the person.
        Export = "export": "kopia danych" / "copy of the data",
        /// That everything about the person is erased.
        Erasure = "erasure": "usunięcie danych" / "erasure",
    }
}

db_enum! {
    /// State of a request.
    pub enum RequestState as "DataSubjectRequestState" {
        /// Waits for somebody to decide.
        Received = "received": "czeka na decyzję" / "waits for a decision",
        /// The copy is being made.
        Preparing = "preparing": "kopia w przygotowaniu" / "the copy is being made",
        /// The copy can be downloaded.
        Ready = "ready": "kopia gotowa" / "the copy is ready",
        /// Erased.
        Done = "done": "dane usunięte" / "erased",
        /// Erased but for what must be kept; the rest goes by itself when that is over.
        PartlyDone = "partly_done": "usunięte z wyjątkiem dokumentacji projektu" / "erased but for the project's documentation",
        /// Refused, with a reason.
        Refused = "refused": "odmowa" / "refused",
        /// The copy could not be made.
        Failed = "failed": "kopia nie powstała" / "the copy could not be made",
        /// The copy was deleted again.
        Expired = "expired": "kopia usunięta po terminie" / "the copy was deleted again",
    }
}
