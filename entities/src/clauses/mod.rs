//! Information clauses (GDPR, articles 13 and 14): what people are told of the use of their data, in versions that never
//! change once they are published, and who received which version.
//!
//! | file | what |
//! | --- | --- |
//! | `information_clause.rs`, `clause_version.rs`, `clause_receipt.rs` | the tables |
//! | `choice.rs` | which version somebody has to receive, pure |
//! | `actions/` | writes; `require` is what other rooms call where somebody has to be informed |
//! | `store.rs` | queries, `visible_to` |
//!
//! A version is a draft or published. It is in force from its day until the next version's day, so whether it is
//! superseded follows from the calendar and is not stored. A project's own clause takes the place of the
//! installation's for the same purpose.

pub mod actions;
pub mod choice;
pub mod clause_receipt;
pub mod clause_version;
pub mod deeds;
pub mod ids;
pub mod information_clause;
pub mod refusals;
pub mod register;
pub mod rights;
pub mod store;

use crate::rooms::Room;
use crate::shared::search::Searched;
use crate::shared::search::Text::Line;
use crate::{choice, db_enum};

/// What the room declares, folded in `lib.rs`.
pub const ROOM: Room = Room {
    // Who receives a clause is a person; a clause may be a project's.
    knows: &["audit", "institutions", "partnerships", "register"],
    rights: rights::ALL,
    refusals: refusals::ALL,
    deeds: deeds::ALL,
    things: ids::THINGS,
    register: register::TABLES,
    others: register::OTHERS,
    kept: register::KEPT,
    searched: &[Searched { kind: 12, table: "information_clause", texts: &[Line("title")] }],
    ..Room::of("clauses")
};

db_enum! {
    /// What data are used for, of which a clause informs.
    pub enum ClausePurpose {
        /// An account.
        Account = "account": "konto w systemie" / "account",
        /// Taking part in trainings.
        Enrolment = "enrolment": "udział w szkoleniu" / "taking part in a training",
        /// Working in a pilot.
        Pilot = "pilot": "praca w pilotażu" / "work in a pilot",
    }
}

db_enum! {
    /// State of a version, as stored; whether it is superseded follows from the calendar.
    pub enum VersionState {
        /// Being written.
        Draft = "draft": "projekt" / "draft",
        /// Published; never changes again.
        Published = "published": "opublikowana" / "published",
    }
}

choice! {
    /// State of a version of a clause.
    pub enum VersionStanding as "ClauseVersionState" {
        /// Being written.
        Draft = "draft": "projekt" / "draft",
        /// Published: in force, or from a day to come.
        Published = "published": "opublikowana" / "published",
        /// A later version is in force.
        Superseded = "superseded": "zastąpiona" / "superseded",
    }
}

db_enum! {
    /// How somebody received a clause.
    pub enum ReceiptChannel {
        /// When they accepted an invitation.
        Invitation = "invitation": "przy przyjęciu zaproszenia" / "with an invitation",
        /// When they enrolled.
        Enrolment = "enrolment": "przy zgłoszeniu na szkolenie" / "with an enrolment",
        /// When they had logged in.
        Login = "login": "po zalogowaniu" / "after login",
        /// On paper or in person, as somebody recorded.
        Paper = "paper": "na papierze" / "on paper",
    }
}
