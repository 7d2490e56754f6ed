//! PESEL numbers of people who take part in projects that require them: encrypted, found by a keyed hash, shown only
//! on purpose.
//!
//! | file | what |
//! | --- | --- |
//! | `number.rs` | the number, its check digit and date of birth, pure |
//! | `keyring.rs` | sealing, opening and marking under the versioned keys, pure |
//! | `person_pesel.rs` | the number of a person that a project keeps, for what and on what basis |
//! | `first_pesel.rs` | the same, found by the person: for clients of the first release |
//! | `pesel_consent.rs` | who agreed that a project keeps their number |
//! | `sighting.rs` | who noted, saw, searched or removed a number, when, for which office |
//! | `actions/` | writes, and every look at a number |
//! | `store.rs` | queries, `visible_to` |
//! | `jobs.rs` | sealing anew after a rotation of keys |
//!
//! A number stands in clear nowhere: not in rows, logs, the audit trail, answers kept for idempotency, sort keys or
//! backups. Which project requires numbers, for what and on what basis, is the project's
//! (`partnerships/actions/requirement.rs`); a row keeps what held when the number was noted. What one project keeps no other
//! sees, not even that it is there (hard rule 18).

pub mod actions;
pub mod deeds;
pub mod first_pesel;
pub mod ids;
pub mod jobs;
pub mod keyring;
pub mod number;
pub mod person_pesel;
pub mod pesel_consent;
pub mod refusals;
pub mod register;
pub mod rights;
pub mod sighting;
pub mod store;

use crate::db_enum;
use crate::rooms::Room;

/// What the room declares, folded in `lib.rs`.
pub const ROOM: Room = Room {
    // Whose number may be kept depends on what they take part in; who gets an account's mail, on the account.
    knows: &["accounts", "audit", "institutions", "jobs", "mail", "partnerships", "register", "trainings"],
    rights: rights::ALL,
    sights: rights::SIGHTS,
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
