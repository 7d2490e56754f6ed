//! Trainings: programmes, editions with sessions, enrolments with seats, attendance in minutes.
//!
//! | file | what |
//! | --- | --- |
//! | `lifecycle.rs` | states of editions and enrolments, pure |
//! | `eligibility.rs` | who earns a certificate (hard rule 3), pure |
//! | `admission.rs` | who comes by a seat, and in which state (hard rules 1, 2), pure |
//! | `needs.rs` | who sees what participants need (hard rule 18) |
//! | `seats.rs` | seats by one conditional statement; the one promotion function (hard rules 1, 2) |
//! | `actions/` | writes |
//! | `store.rs` | queries, `visible_to` |
//! | `attendance_sheet.rs` | what an attendance list prints |
//! | `jobs.rs` | payloads of this room's jobs |
//!
//! Edition: draft → published → enrolment_open → enrolment_closed → running → completed → settled; cancelled
//! before completed. Pending, offered and confirmed enrolments hold a seat.

pub mod actions;
pub mod admission;
pub mod attendance;
pub mod attendance_sheet;
pub mod breakout_group;
pub mod deeds;
pub mod edition;
pub mod eligibility;
pub mod enrolment;
pub mod ids;
pub mod jobs;
pub mod lifecycle;
pub mod needs;
pub mod programme_topic;
pub mod refusals;
pub mod register;
pub mod rights;
pub mod seats;
pub mod session;
mod standing;
pub mod store;
pub mod trainer_assignment;
pub mod training_programme;

use crate::db_enum;
use crate::rooms::Room;

/// What the room declares, folded in `lib.rs`.
pub const ROOM: Room = Room {
    knows: &[
        "audit",
        "certificates",
        "clauses",
        "documents",
        "institutions",
        "jobs",
        "partnerships",
        "register",
    ],
    rights: rights::ALL,
    refusals: refusals::ALL,
    deeds: deeds::ALL,
    things: ids::THINGS,
    register: register::TABLES,
    others: register::OTHERS,
    kept: register::KEPT,
    ..Room::of("trainings")
};

db_enum! {
    /// Kind of a training programme.
    pub enum ProgrammeKind {
        /// Training.
        Training = "training": "szkolenie" / "training",
        /// Workshop.
        Workshop = "workshop": "warsztat" / "workshop",
        /// Cycle of workshops.
        WorkshopCycle = "workshop_cycle": "cykl warsztatów" / "cycle of workshops",
        /// School, such as a School of Cooperation.
        School = "school": "szkoła" / "school",
        /// Conference.
        Conference = "conference": "konferencja" / "conference",
    }
}

db_enum! {
    /// Whether the dates of an edition are fixed.
    pub enum DatesKind {
        /// May still move.
        Tentative = "tentative": "termin wstępny" / "tentative",
        /// Fixed.
        Confirmed = "confirmed": "termin potwierdzony" / "confirmed",
    }
}

db_enum! {
    /// State of an edition.
    pub enum EditionState {
        /// Being prepared; only its staff see it.
        Draft = "draft": "w przygotowaniu" / "draft",
        /// Announced.
        Published = "published": "ogłoszona" / "published",
        /// People may enrol.
        EnrolmentOpen = "enrolment_open": "nabór otwarty" / "enrolment open",
        /// Enrolment is over.
        EnrolmentClosed = "enrolment_closed": "nabór zamknięty" / "enrolment closed",
        /// Under way.
        Running = "running": "w trakcie" / "running",
        /// Over.
        Completed = "completed": "zakończona" / "completed",
        /// Settled.
        Settled = "settled": "rozliczona" / "settled",
        /// Called off.
        Cancelled = "cancelled": "odwołana" / "cancelled",
    }
}

db_enum! {
    /// State of an enrolment.
    pub enum EnrolmentState {
        /// Asked for.
        Requested = "requested": "zgłoszenie złożone" / "requested",
        /// Waits for approval; holds a seat.
        PendingApproval = "pending_approval": "czeka na akceptację" / "pending approval",
        /// Has a seat.
        Confirmed = "confirmed": "miejsce potwierdzone" / "confirmed",
        /// On the waiting list.
        Waitlisted = "waitlisted": "na liście rezerwowej" / "waitlisted",
        /// Not accepted.
        Rejected = "rejected": "zgłoszenie odrzucone" / "rejected",
        /// A seat is held for an answer.
        Offered = "offered": "zaproponowano miejsce" / "offered",
        /// The offer was declined.
        OfferDeclined = "offer_declined": "rezygnacja z propozycji" / "offer declined",
        /// The offer was not answered in time.
        OfferExpired = "offer_expired": "propozycja wygasła" / "offer expired",
        /// Cancelled in time.
        CancelledBySelf = "cancelled_by_self": "rezygnacja w terminie" / "cancelled",
        /// Cancelled after the deadline.
        CancelledLate = "cancelled_late": "rezygnacja po terminie" / "cancelled late",
        /// Cancelled by the organiser.
        CancelledByOrganiser = "cancelled_by_organiser": "odwołane przez organizatora" / "cancelled by the organiser",
        /// Took part and reached the threshold.
        Completed = "completed": "udział ukończony" / "completed",
        /// Took part, but missed the threshold.
        NotCompleted = "not_completed": "udział nieukończony" / "not completed",
        /// Did not come.
        NoShow = "no_show": "nieobecność" / "no-show",
    }
}
