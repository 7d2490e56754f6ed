//! PESEL numbers of people who take part in projects that require them: encrypted, found by a keyed hash, shown only
//! on purpose.
//!
//! | file | what |
//! | --- | --- |
//! | `number.rs` | the number, its check digit and date of birth, pure |
//! | `keyring.rs` | sealing, opening and marking under the versioned keys, pure |
//! | `person_pesel.rs` | the kept number of a person; its key is the person's |
//! | `sighting.rs` | who noted, saw, searched or removed a number, when, for which office |
//! | `actions/` | writes, and every look at a number |
//! | `store.rs` | queries, `visible_to` |
//! | `jobs.rs` | sealing anew after a rotation of keys |
//!
//! A number stands in clear nowhere: not in rows, logs, the audit trail, answers kept for idempotency, sort keys or
//! backups. Which project requires numbers, and why, is the project's (`partnerships/actions/requirement.rs`).

pub mod actions;
pub mod deeds;
pub mod ids;
pub mod jobs;
pub mod keyring;
pub mod number;
pub mod person_pesel;
pub mod refusals;
pub mod register;
pub mod rights;
pub mod sighting;
pub mod store;

use crate::db_enum;
use crate::rooms::Room;

/// What the room declares, folded in `lib.rs`.
pub const ROOM: Room = Room {
    // Whose number may be kept depends on what they take part in.
    knows: &["audit", "institutions", "jobs", "partnerships", "register", "trainings"],
    rights: rights::ALL,
    refusals: refusals::ALL,
    deeds: deeds::ALL,
    things: ids::THINGS,
    register: register::TABLES,
    kept: register::KEPT,
    ..Room::of("pesel")
};

db_enum! {
    /// What somebody did with a PESEL number.
    pub enum SightingKind as "PeselSightingKind" {
        /// Entered or changed it.
        Noted = "noted": "wpisanie lub zmiana" / "noted",
        /// Removed it.
        Removed = "removed": "usunięcie" / "removed",
        /// Had all of it shown.
        Revealed = "revealed": "wyświetlenie całego numeru" / "revealed",
        /// Searched by it and found the person.
        Found = "found": "wyszukanie po numerze" / "found",
    }
}
