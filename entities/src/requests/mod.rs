//! Requests: what people ask for about their own data, copies of it, erasure, and what goes by itself.
//!
//! | file | what |
//! | --- | --- |
//! | `request.rs` | what somebody asked for about their data, by when it is due, what came of it |
//! | `store.rs` | who sees that |
//! | `lifecycle.rs` | states of a request, pure |
//! | `actions/` | writes: ask, refuse, erase, what the worker notes |
//! | `copy.rs` | the copy of everything about a person |
//! | `duplicates.rs` | records that are likely to be of one person |
//! | `erasure.rs` | what an erasure would touch, and what must stay until when |
//! | `retention.rs` | what each rule of `register/retention_rules.rs` would touch now, and how it does so |
//! | `jobs.rs` | payloads |
//! | `subject.rs` | by what rows about a person are found |
//! | `erased_list.rs` | keys of erased people outside the database, for the day it is restored |
//!
//! Which tables and columns tell of a person, the rooms say (`register`). The texts by which deeds and jobs are stored begin
//! with `privacy`, as the room was called when the first were.

pub mod actions;
pub mod copy;
pub mod deeds;
pub mod duplicates;
pub mod erased_list;
pub mod erasure;
pub mod ids;
pub mod jobs;
pub mod lifecycle;
pub mod refusals;
pub mod register;
pub mod request;
pub mod retention;
pub mod rights;
pub mod store;
mod subject;

use crate::db_enum;
use crate::rooms::Room;

/// What the room declares, folded in `lib.rs`.
pub const ROOM: Room = Room {
    // What is kept about a person lies in nearly every room.
    knows: &[
        "accounts",
        "audit",
        "certificates",
        "clauses",
        "documents",
        "institutions",
        "jobs",
        "mail",
        "partnerships",
        "pesel",
        "register",
        "trainings",
    ],
    deeds_begin: "privacy",
    rights: rights::ALL,
    sights: rights::SIGHTS,
    refusals: refusals::ALL,
    deeds: deeds::ALL,
    things: ids::THINGS,
    register: register::TABLES,
    kept: register::KEPT,
    ..Room::of("requests")
};

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
