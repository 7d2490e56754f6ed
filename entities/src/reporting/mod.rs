//! Reporting: definitions, schedules by Warsaw's clock, runs with the figures they were made from, artefacts.
//!
//! Run: due → collecting → rendered → delivered | failed | dead. A due time of a schedule becomes exactly one run;
//! a rerun is a new run. The figures of a run are kept, so that it can be explained years later.

pub mod actions;
pub mod collect;
pub mod cron;
pub mod csv;
pub mod figure;
pub mod findings;
pub mod jobs;
pub mod lifecycle;
pub mod pilot_summary;
pub mod report_artefact;
pub mod report_definition;
pub mod report_run;
pub mod report_schedule;
pub mod schedule_recipient;
pub mod sentences;
pub mod store;

use crate::db_enum;

db_enum! {
    /// Kind of a report.
    pub enum ReportKind {
        /// Summary of a pilot.
        PilotSummary = "pilot_summary",
    }
}

db_enum! {
    /// State of a run.
    pub enum RunState {
        /// Waits for a worker.
        Due = "due",
        /// Figures are being collected and drawn.
        Collecting = "collecting",
        /// Its artefacts are stored.
        Rendered = "rendered",
        /// Its artefacts reached every recipient.
        Delivered = "delivered",
        /// Failed; will be tried again.
        Failed = "failed",
        /// Given up.
        Dead = "dead",
    }
}

db_enum! {
    /// Why a schedule is paused.
    pub enum PauseReason {
        /// Somebody paused it.
        ByHand = "by_hand",
        /// The pilot is closed: its figures do not change any more.
        PilotClosed = "pilot_closed",
        /// The project is closed.
        ProjectClosed = "project_closed",
    }
}

db_enum! {
    /// Format of an artefact.
    pub enum ReportFormat {
        /// Tagged PDF.
        Pdf = "pdf",
        /// CSV of the same figures.
        Csv = "csv",
    }
}
