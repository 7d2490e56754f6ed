//! Enums of reporting.

use crate::labelled_enum;

labelled_enum! {
    /// Kind of a report.
    pub enum ReportKind of entities::reporting::ReportKind {
        /// Summary of a pilot.
        PilotSummary = "podsumowanie pilotażu" / "pilot summary",
    }
}

labelled_enum! {
    /// State of a report's run.
    pub enum ReportRunState of entities::reporting::RunState {
        /// Waits for a worker.
        Due = "oczekuje" / "due",
        /// Figures are being collected and drawn.
        Collecting = "w opracowaniu" / "collecting",
        /// Its artefacts are stored.
        Rendered = "gotowy" / "ready",
        /// Its artefacts reached every recipient.
        Delivered = "dostarczony" / "delivered",
        /// Failed; will be tried again.
        Failed = "nieudana próba, będzie ponowiona" / "failed, will be tried again",
        /// Given up.
        Dead = "nie powstał" / "given up",
    }
}

labelled_enum! {
    /// Why a schedule is paused.
    pub enum SchedulePauseReason of entities::reporting::PauseReason {
        /// Somebody paused it.
        ByHand = "wstrzymany ręcznie" / "paused by hand",
        /// The pilot is closed: its figures do not change any more.
        PilotClosed = "pilotaż jest zamknięty" / "the pilot is closed",
        /// The project is closed.
        ProjectClosed = "projekt jest zamknięty" / "the project is closed",
    }
}

labelled_enum! {
    /// Format of a report's artefact.
    pub enum ReportFormat of entities::reporting::ReportFormat {
        /// Tagged PDF.
        Pdf = "PDF" / "PDF",
        /// CSV of the same figures.
        Csv = "CSV" / "CSV",
    }
}
