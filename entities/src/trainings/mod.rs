//! Trainings: programmes, editions with sessions, enrolments with seats, attendance in minutes.
//!
//! | file | what |
//! | --- | --- |
//! | `lifecycle.rs` | states of editions and enrolments, pure |
//! | `eligibility.rs` | who earns a certificate (hard rule 3), pure |
//! | `admission.rs` | who comes by a seat, and in which state (hard rules 1, 2), pure |
//! | `seats.rs` | seats by one conditional statement; the one promotion function (hard rules 1, 2) |
//! | `actions/` | writes |
//! | `store.rs` | queries, `visible_to` |
//! | `sheet.rs` | what an attendance list prints |
//! | `jobs.rs` | payloads of this room's jobs |
//!
//! Edition: draft → published → enrolment_open → enrolment_closed → running → completed → settled; cancelled
//! before completed. Pending, offered and confirmed enrolments hold a seat.

pub mod actions;
pub mod admission;
pub mod attendance;
pub mod breakout_group;
pub mod edition;
pub mod eligibility;
pub mod enrolment;
pub mod jobs;
pub mod lifecycle;
pub mod programme_topic;
pub mod seats;
pub mod session;
pub mod sheet;
pub mod store;
pub mod trainer_assignment;
pub mod training_programme;

use crate::db_enum;

db_enum! {
    /// Kind of a training programme.
    pub enum ProgrammeKind {
        /// Training.
        Training = "training",
        /// Workshop.
        Workshop = "workshop",
        /// Cycle of workshops.
        WorkshopCycle = "workshop_cycle",
        /// School, such as a School of Cooperation.
        School = "school",
        /// Conference.
        Conference = "conference",
    }
}

db_enum! {
    /// Whether the dates of an edition are fixed.
    pub enum DatesKind {
        /// May still move.
        Tentative = "tentative",
        /// Fixed.
        Confirmed = "confirmed",
    }
}

db_enum! {
    /// State of an edition.
    pub enum EditionState {
        /// Being prepared; only staff see it.
        Draft = "draft",
        /// Announced.
        Published = "published",
        /// People may enrol.
        EnrolmentOpen = "enrolment_open",
        /// Enrolment is over.
        EnrolmentClosed = "enrolment_closed",
        /// Under way.
        Running = "running",
        /// Over.
        Completed = "completed",
        /// Settled.
        Settled = "settled",
        /// Called off.
        Cancelled = "cancelled",
    }
}

db_enum! {
    /// State of an enrolment.
    pub enum EnrolmentState {
        /// Asked for.
        Requested = "requested",
        /// Waits for approval; holds a seat.
        PendingApproval = "pending_approval",
        /// Has a seat.
        Confirmed = "confirmed",
        /// On the waiting list.
        Waitlisted = "waitlisted",
        /// Not accepted.
        Rejected = "rejected",
        /// A seat is held for an answer.
        Offered = "offered",
        /// The offer was declined.
        OfferDeclined = "offer_declined",
        /// The offer was not answered in time.
        OfferExpired = "offer_expired",
        /// Cancelled in time.
        CancelledBySelf = "cancelled_by_self",
        /// Cancelled after the deadline.
        CancelledLate = "cancelled_late",
        /// Cancelled by the organiser.
        CancelledByOrganiser = "cancelled_by_organiser",
        /// Took part and reached the threshold.
        Completed = "completed",
        /// Took part, but missed the threshold.
        NotCompleted = "not_completed",
        /// Did not come.
        NoShow = "no_show",
    }
}
