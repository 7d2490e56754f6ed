//! Pilots: cooperation models with versions, pilots of an approved version, and the sites where they run.
//!
//! Model version: draft → in_consultation → revised → approved_for_pilot → piloted → final → recommended | withdrawn.
//! Pilot: planned → recruiting → running → data_closed → evaluated → reported → closed.

pub mod actions;
pub mod cooperation_model;
pub mod deeds;
pub mod ids;
pub mod lifecycle;
pub mod model_version;
pub mod pilot;
pub mod pilot_site;
pub mod refusals;
pub mod register;
pub mod rights;
pub mod site_institution;
pub mod store;

use crate::db_enum;
use crate::rooms::Room;
use crate::shared::search::Searched;
use crate::shared::search::Text::Line;

/// What the room declares, folded in `lib.rs`.
pub const ROOM: Room = Room {
    knows: &["audit", "institutions", "partnerships", "register", "territory"],
    rights: rights::ALL,
    refusals: refusals::ALL,
    deeds: deeds::ALL,
    things: ids::THINGS,
    others: register::OTHERS,
    kept: register::KEPT,
    searched: &[
        Searched { kind: 8, table: "pilot", texts: &[Line("title")] },
        Searched { kind: 9, table: "cooperation_model", texts: &[Line("title")] },
    ],
    ..Room::of("pilots")
};

db_enum! {
    /// The kind of gmina a model is for.
    pub enum ModelTarget {
        /// Urban gminas.
        Urban = "urban": "gminy miejskie" / "urban gminas",
        /// Rural gminas.
        Rural = "rural": "gminy wiejskie" / "rural gminas",
        /// Urban-rural gminas.
        UrbanRural = "urban_rural": "gminy miejsko-wiejskie" / "urban-rural gminas",
    }
}

db_enum! {
    /// State of a version of a model.
    pub enum ModelState {
        /// Being written.
        Draft = "draft": "w przygotowaniu" / "draft",
        /// Open to comments.
        InConsultation = "in_consultation": "w konsultacjach" / "in consultation",
        /// Revised after consultation.
        Revised = "revised": "po konsultacjach" / "revised",
        /// May be piloted.
        ApprovedForPilot = "approved_for_pilot": "dopuszczona do pilotażu" / "approved for a pilot",
        /// Was piloted.
        Piloted = "piloted": "po pilotażu" / "piloted",
        /// Final.
        Final = "final": "ostateczna" / "final",
        /// Recommended for use.
        Recommended = "recommended": "rekomendowana" / "recommended",
        /// Withdrawn.
        Withdrawn = "withdrawn": "wycofana" / "withdrawn",
    }
}

db_enum! {
    /// State of a pilot.
    pub enum PilotState {
        /// Planned.
        Planned = "planned": "planowany" / "planned",
        /// Sites are being found.
        Recruiting = "recruiting": "nabór miejsc" / "recruiting",
        /// Running: measurements are recorded.
        Running = "running": "w trakcie" / "running",
        /// No further measurements; those submitted are approved or corrected.
        DataClosed = "data_closed": "dane zamknięte" / "data closed",
        /// Evaluated.
        Evaluated = "evaluated": "oceniony" / "evaluated",
        /// Reported.
        Reported = "reported": "raport złożony" / "reported",
        /// Closed.
        Closed = "closed": "zamknięty" / "closed",
    }
}
