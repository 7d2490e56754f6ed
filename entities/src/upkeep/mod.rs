//! Upkeep: backups of the embedded database, and what must happen after any restore so that nothing is sent again
//! and no number is given twice. `drift.rs` compares counts with what they count, `issued.rs` walks the register of certificates. `sealed.rs` is the list of what needs the keys of the key file.

pub mod actions;
pub mod deeds;
pub mod demo;
pub mod drift;
pub mod issued;
pub mod jobs;
pub mod sealed;
pub mod store;

use crate::rooms::Room;

/// What a demonstration declares.
pub const DEMO: Room = Room { deeds: demo::ALL, ..Room::of("demo") };

/// What the room declares, folded in `lib.rs`.
pub const ROOM: Room = Room {
    // A restore concerns whoever acts on the world outside: numbers, jobs, schedules, sessions. Links of documents need
    // keys for as long as they hold. Counts are compared with what they count where it lies.
    knows: &[
        "accounts",
        "advisory",
        "audit",
        "certificates",
        "clauses",
        "documents",
        "jobs",
        "partnerships",
        "pesel",
        "pilots",
        "reporting",
        "trainings",
    ],
    deeds: deeds::ALL,
    ..Room::of("upkeep")
};
