//! Enums of the trainings.

use crate::labelled_enum;

labelled_enum! {
    /// Kind of a training programme.
    pub enum ProgrammeKind of entities::trainings::ProgrammeKind {
        /// Training.
        Training = "szkolenie" / "training",
        /// Workshop.
        Workshop = "warsztat" / "workshop",
        /// Cycle of workshops.
        WorkshopCycle = "cykl warsztatów" / "cycle of workshops",
        /// School, such as a School of Cooperation.
        School = "szkoła" / "school",
        /// Conference.
        Conference = "konferencja" / "conference",
    }
}

labelled_enum! {
    /// Whether the dates of an edition are fixed.
    pub enum DatesKind of entities::trainings::DatesKind {
        /// May still move.
        Tentative = "termin wstępny" / "tentative",
        /// Fixed.
        Confirmed = "termin potwierdzony" / "confirmed",
    }
}

labelled_enum! {
    /// State of an edition.
    pub enum EditionState of entities::trainings::EditionState {
        /// Being prepared; only its staff see it.
        Draft = "w przygotowaniu" / "draft",
        /// Announced.
        Published = "ogłoszona" / "published",
        /// People may enrol.
        EnrolmentOpen = "nabór otwarty" / "enrolment open",
        /// Enrolment is over.
        EnrolmentClosed = "nabór zamknięty" / "enrolment closed",
        /// Under way.
        Running = "w trakcie" / "running",
        /// Over.
        Completed = "zakończona" / "completed",
        /// Settled.
        Settled = "rozliczona" / "settled",
        /// Called off.
        Cancelled = "odwołana" / "cancelled",
    }
}

labelled_enum! {
    /// State of an enrolment.
    pub enum EnrolmentState of entities::trainings::EnrolmentState {
        /// Asked for.
        Requested = "zgłoszenie złożone" / "requested",
        /// Waits for approval; holds a seat.
        PendingApproval = "czeka na akceptację" / "pending approval",
        /// Has a seat.
        Confirmed = "miejsce potwierdzone" / "confirmed",
        /// On the waiting list.
        Waitlisted = "na liście rezerwowej" / "waitlisted",
        /// Not accepted.
        Rejected = "zgłoszenie odrzucone" / "rejected",
        /// A seat is held for an answer.
        Offered = "zaproponowano miejsce" / "offered",
        /// The offer was declined.
        OfferDeclined = "rezygnacja z propozycji" / "offer declined",
        /// The offer was not answered in time.
        OfferExpired = "propozycja wygasła" / "offer expired",
        /// Cancelled in time.
        CancelledBySelf = "rezygnacja w terminie" / "cancelled",
        /// Cancelled after the deadline.
        CancelledLate = "rezygnacja po terminie" / "cancelled late",
        /// Cancelled by the organiser.
        CancelledByOrganiser = "odwołane przez organizatora" / "cancelled by the organiser",
        /// Took part and reached the threshold.
        Completed = "udział ukończony" / "completed",
        /// Took part, but missed the threshold.
        NotCompleted = "udział nieukończony" / "not completed",
        /// Did not come.
        NoShow = "nieobecność" / "no-show",
    }
}
