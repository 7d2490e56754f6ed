//! Pilots: cooperation models with versions, pilots of an approved version, and the sites where they run.
//!
//! Model version: draft → in_consultation → revised → approved_for_pilot → piloted → final → recommended | withdrawn.
//! Pilot: planned → recruiting → running → data_closed → evaluated → reported → closed.

pub mod actions;
pub mod cooperation_model;
pub mod lifecycle;
pub mod model_version;
pub mod pilot;
pub mod pilot_site;
pub mod site_institution;
pub mod store;

use crate::db_enum;

db_enum! {
    /// The kind of gmina a model is for.
    pub enum ModelTarget {
        /// Urban gminas.
        Urban = "urban",
        /// Rural gminas (S2).
        Rural = "rural",
        /// Urban-rural gminas (S3).
        UrbanRural = "urban_rural",
    }
}

db_enum! {
    /// State of a version of a model.
    pub enum ModelState {
        /// Being written.
        Draft = "draft",
        /// Open to comments.
        InConsultation = "in_consultation",
        /// Revised after consultation.
        Revised = "revised",
        /// May be piloted; its text is fixed.
        ApprovedForPilot = "approved_for_pilot",
        /// Was piloted.
        Piloted = "piloted",
        /// Final.
        Final = "final",
        /// Recommended for use.
        Recommended = "recommended",
        /// Withdrawn.
        Withdrawn = "withdrawn",
    }
}

db_enum! {
    /// State of a pilot.
    pub enum PilotState {
        /// Planned.
        Planned = "planned",
        /// Sites are being found.
        Recruiting = "recruiting",
        /// Running.
        Running = "running",
        /// No further measurements.
        DataClosed = "data_closed",
        /// Evaluated.
        Evaluated = "evaluated",
        /// Reported.
        Reported = "reported",
        /// Closed.
        Closed = "closed",
    }
}
