//! Advice to institutions: advisers of subregions, requests, sessions. Coaching of people and groups.
//!
//! Coaching: planned → active → completed; ended early, and opened again, with a reason.
//!
//! Request: requested → assigned → scheduled → done → closed; withdrawn by who asked, cancelled by staff.
//!
//! | file | what |
//! | --- | --- |
//! | `lifecycle.rs` | states of requests and of coaching, pure |
//! | `slots.rs` | slots of coaches: their length, until when a booking is cancelled, pure |
//! | `routing.rs` | which adviser of a subregion gets a request, pure |
//! | `store.rs` | who sees what of advice |
//! | `coaching_store.rs` | who sees what of coaching, who is coached, who may coach |
//! | `coached_person.rs` | coach and coachees as they see each other |
//! | `summary.rs` | hours by topic and subregion |
//! | `told.rs` | mail about bookings |
//! | `jobs.rs` | sealing notes anew after a rotation of keys |
//! | `actions/` | writes |
//!
//! A request goes to an adviser of the subregion in which the institution lies; where there is none it waits for staff. An
//! adviser is a person, who acts by being appointed. What is said in a session of advice is kept nowhere; of coaching,
//! its notes are sealed under a key of their own and read by coach and coachees alone, administrators excluded. A coach
//! is a person with the role of one, who acts by being named.

pub mod actions;
pub mod advisory_request;
pub mod advisory_session;
pub mod calendar;
pub mod coached_person;
pub mod coaching_booking;
pub mod coaching_engagement;
pub mod coaching_member;
pub mod coaching_note;
pub mod coaching_session;
pub mod coaching_slot;
pub mod coaching_store;
pub mod deeds;
pub mod ids;
pub mod jobs;
pub mod ledger;
pub mod lifecycle;
pub mod refusals;
pub mod register;
pub mod rights;
pub mod routing;
pub mod slots;
pub mod store;
pub mod subregion_adviser;
pub mod summary;
pub mod told;

use crate::db_enum;
use crate::rooms::Room;
use crate::shared::search::Searched;
use crate::shared::search::Text::Line;

/// What the room declares, folded in `lib.rs`.
pub const ROOM: Room = Room {
    // Who may coach is a role of an account.
    knows: &[
        "accounts",
        "audit",
        "institutions",
        "jobs",
        "mail",
        "partnerships",
        "register",
        "territory",
        "trainings",
    ],
    rights: rights::ALL,
    sights: rights::SIGHTS,
    refusals: refusals::ALL,
    deeds: deeds::ALL,
    things: ids::THINGS,
    register: register::TABLES,
    kept: register::KEPT,
    searched: &[
        Searched { kind: 16, table: "advisory_request", texts: &[Line("words")] },
        Searched { kind: 17, table: "coaching_engagement", texts: &[Line("title")] },
    ],
    ..Room::of("advisory")
};

db_enum! {
    /// What advice is about.
    pub enum AdvisoryTopic {
        /// How institutions work together.
        Cooperation = "cooperation": "współpraca instytucji" / "cooperation of institutions",
        /// Social work.
        SocialWork = "social_work": "praca socjalna" / "social work",
        /// Support of families.
        FamilySupport = "family_support": "wsparcie rodziny" / "support of families",
        /// Social services and their centres.
        SocialServices = "social_services": "usługi społeczne i CUS" / "social services and their centres",
        /// The social economy.
        SocialEconomy = "social_economy": "ekonomia społeczna" / "social economy",
        /// People who leave prisons and juvenile institutions.
        Reintegration = "reintegration": "readaptacja społeczna" / "reintegration",
        /// Organisation of an office.
        Organisation = "organisation": "organizacja pracy" / "organisation of work",
        /// Something else.
        Other = "other": "inny temat" / "another topic",
    }
}

db_enum! {
    /// State of a request for advice.
    pub enum AdvisoryRequestState {
        /// It waits for an adviser.
        Requested = "requested": "zgłoszony" / "requested",
        /// It has an adviser.
        Assigned = "assigned": "przydzielony" / "assigned",
        /// A time is agreed.
        Scheduled = "scheduled": "umówiony" / "scheduled",
        /// The advice was given.
        Done = "done": "wykonany" / "done",
        /// Nothing more is to be done.
        Closed = "closed": "zamknięty" / "closed",
        /// Who asked took it back.
        Withdrawn = "withdrawn": "wycofany" / "withdrawn",
        /// Staff called it off.
        Cancelled = "cancelled": "odwołany" / "cancelled",
    }
}

db_enum! {
    /// Whether one person is coached or several.
    pub enum CoachingKind {
        /// One person.
        Individual = "individual": "indywidualny" / "individual",
        /// Several people together.
        Group = "group": "grupowy" / "group",
    }
}

db_enum! {
    /// State of coaching.
    pub enum CoachingState {
        /// It is arranged and has not begun.
        Planned = "planned": "zaplanowany" / "planned",
        /// It is under way.
        Active = "active": "w toku" / "under way",
        /// It is done.
        Completed = "completed": "zakończony" / "completed",
        /// It ended early.
        Ended = "ended": "przerwany" / "ended early",
    }
}
