//! Reporting: definitions, schedules by Warsaw's clock, runs with the figures they were made from, artefacts.
//!
//! Run: due → collecting → rendered → delivered | failed | dead. A due time of a schedule becomes exactly one run;
//! a rerun is a new run. The figures of a run are kept, so that it can be explained years later.

pub mod actions;
pub mod collect;
pub mod cron;
pub mod csv;
pub mod deeds;
pub mod figure;
pub mod figures;
pub mod findings;
pub mod ids;
pub mod jobs;
pub mod lifecycle;
pub mod pilot_summary;
pub mod refusals;
pub mod register;
pub mod report_artefact;
pub mod report_definition;
pub mod report_run;
pub mod report_schedule;
pub mod rights;
pub mod schedule_recipient;
pub mod sentences;
pub mod store;
pub mod training_collect;
pub mod training_sentences;
pub mod training_summary;

use crate::db_enum;
use crate::rooms::Room;
use crate::shared::search::Searched;
use crate::shared::search::Text::Line;

/// What the room declares, folded in `lib.rs`.
pub const ROOM: Room = Room {
    // Recipients are users with rights of their own; a report prints the signs of its project.
    knows: &[
        "accounts",
        "audit",
        "certificates",
        "documents",
        "indicators",
        "jobs",
        "mail",
        "partnerships",
        "pilots",
        "register",
        "trainings",
    ],
    rights: rights::ALL,
    deeds: deeds::ALL,
    things: ids::THINGS,
    register: register::TABLES,
    others: register::OTHERS,
    kept: register::KEPT,
    searched: &[Searched { kind: 11, table: "report_definition", texts: &[Line("title")] }],
    ..Room::of("reporting")
};

db_enum! {
    /// Kind of a report.
    pub enum ReportKind {
        /// Summary of a pilot.
        PilotSummary = "pilot_summary": "podsumowanie pilotażu" / "pilot summary",
        /// Summary of the trainings of a project that begin in a period.
        TrainingSummary = "training_summary": "podsumowanie szkoleń" / "training summary",
    }
}

db_enum! {
    /// State of a report's run.
    pub enum RunState as "ReportRunState" {
        /// Waits for a worker.
        Due = "due": "oczekuje" / "due",
        /// Figures are being collected and drawn.
        Collecting = "collecting": "w opracowaniu" / "collecting",
        /// Its artefacts are stored.
        Rendered = "rendered": "gotowy" / "ready",
        /// Everybody who may have its artefacts has them.
        Delivered = "delivered": "dostarczony" / "delivered",
        /// Failed; will be tried again.
        Failed = "failed": "nieudana próba, będzie ponowiona" / "failed, will be tried again",
        /// Given up.
        Dead = "dead": "nie powstał" / "given up",
    }
}

db_enum! {
    /// Why a schedule is paused.
    pub enum PauseReason as "SchedulePauseReason" {
        /// Somebody paused it.
        ByHand = "by_hand": "wstrzymany ręcznie" / "paused by hand",
        /// The pilot is closed: its figures do not change any more.
        PilotClosed = "pilot_closed": "pilotaż jest zamknięty" / "the pilot is closed",
        /// The project is closed.
        ProjectClosed = "project_closed": "projekt jest zamknięty" / "the project is closed",
    }
}

db_enum! {
    /// Format of a report's artefact.
    pub enum ReportFormat {
        /// Tagged PDF.
        Pdf = "pdf": "PDF" / "PDF",
        /// CSV of the same figures.
        Csv = "csv": "CSV" / "CSV",
        /// Workbook of the same figures.
        Xlsx = "xlsx": "XLSX" / "XLSX",
    }
}

impl ReportKind {
    /// In which formats it is made.
    pub const fn formats(self) -> &'static [ReportFormat] {
        match self {
            Self::PilotSummary => &[ReportFormat::Pdf, ReportFormat::Csv],
            Self::TrainingSummary => &[ReportFormat::Pdf, ReportFormat::Xlsx],
        }
    }
}
