//! Institutions, the people of the projects, and who works where.
//!
//! | file | what |
//! | --- | --- |
//! | `lifecycle.rs` | states of an institution, pure |
//! | `details.rs` | checks of what people enter, pure |
//! | `actions/` | writes |
//! | `store.rs` | queries, `visible_to` |
//!
//! Institution: registered → verified → closed | merged; a closed one is opened again. A person is not a user: an account points to its person.
//! Who may see a person is decided in `store.rs` (`visible_to`): the person, their institutions, and the staff of
//! projects that the person takes part in.

pub mod actions;
pub mod deeds;
pub mod details;
pub mod employment;
pub mod ids;
pub mod institution;
pub mod lifecycle;
pub mod person;
pub mod refusals;
pub mod register;
pub mod rights;
pub mod store;

use crate::db_enum;
use crate::rooms::Room;
use crate::shared::search::Searched;
use crate::shared::search::Text::Line;

/// What the room declares, folded in `lib.rs`.
pub const ROOM: Room = Room {
    // A person is seen by whoever sees an enrolment of theirs, and by staff of a project in which they hold a role: the
    // one thing institutions know of trainings and of accounts.
    knows: &["accounts", "audit", "register", "territory", "trainings"],
    rights: rights::ALL,
    sights: rights::SIGHTS,
    refusals: refusals::ALL,
    deeds: deeds::ALL,
    things: ids::THINGS,
    register: register::TABLES,
    others: register::OTHERS,
    kept: register::KEPT,
    searched: &[
        Searched { kind: 1, table: "person", texts: &[Line("first_name"), Line("last_name"), Line("email")] },
        Searched {
            kind: 2,
            table: "institution",
            texts: &[Line("name"), Line("nip"), Line("regon"), Line("city"), Line("email")],
        },
    ],
    ..Room::of("institutions")
};

db_enum! {
    /// Type of an institution.
    pub enum InstitutionKind {
        /// Gmina social welfare centre (OPS).
        Ops = "ops": "ośrodek pomocy społecznej" / "social welfare centre",
        /// Powiat family support centre (PCPR).
        Pcpr = "pcpr": "powiatowe centrum pomocy rodzinie" / "powiat family support centre",
        /// Social services centre (CUS).
        Cus = "cus": "centrum usług społecznych" / "social services centre",
        /// Powiat labour office (PUP).
        Pup = "pup": "powiatowy urząd pracy" / "powiat labour office",
        /// Regional labour office (WUP).
        Wup = "wup": "wojewódzki urząd pracy" / "regional labour office",
        /// Regional social policy centre (ROPS).
        Rops = "rops": "regionalny ośrodek polityki społecznej" / "regional social policy centre",
        /// Non-governmental organisation.
        Ngo = "ngo": "organizacja pozarządowa" / "non-governmental organisation",
        /// Social-economy entity (PES).
        Pes = "pes": "podmiot ekonomii społecznej" / "social-economy entity",
        /// Support centre of the social economy (OWES).
        Owes = "owes": "ośrodek wsparcia ekonomii społecznej" / "support centre of the social economy",
        /// Court.
        Court = "court": "sąd" / "court",
        /// Police.
        Police = "police": "policja" / "police",
        /// Probation service.
        Probation = "probation": "kuratorska służba sądowa" / "probation service",
        /// School or other unit of education.
        School = "school": "szkoła lub placówka oświatowa" / "school or other unit of education",
        /// University.
        University = "university": "uczelnia" / "university",
        /// Health care.
        Health = "health": "podmiot leczniczy" / "health care",
        /// Culture.
        Culture = "culture": "instytucja kultury" / "cultural institution",
        /// Prison.
        Prison = "prison": "zakład karny" / "prison",
        /// Institution for juveniles.
        Juvenile = "juvenile": "placówka dla nieletnich" / "institution for juveniles",
        /// Enterprise.
        Enterprise = "enterprise": "przedsiębiorstwo" / "enterprise",
        /// Office of local or central government.
        Office = "office": "urząd" / "office",
        /// Another one.
        Other = "other": "inna" / "other",
    }
}

db_enum! {
    /// Sector an institution belongs to.
    pub enum Sector {
        /// Public.
        Public = "public": "publiczny" / "public",
        /// Social: organisations and social economy.
        Social = "social": "społeczny" / "social",
        /// Private.
        Private = "private": "prywatny" / "private",
    }
}

db_enum! {
    /// State of an institution.
    pub enum InstitutionState {
        /// Entered, not yet checked.
        Registered = "registered": "zarejestrowana" / "registered",
        /// Checked against the public registers.
        Verified = "verified": "zweryfikowana" / "verified",
        /// No longer exists.
        Closed = "closed": "zamknięta" / "closed",
        /// Joined into another.
        Merged = "merged": "połączona z inną" / "merged",
    }
}
