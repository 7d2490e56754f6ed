//! Enums of the pilots.

use crate::labelled_enum;

labelled_enum! {
    /// The kind of gmina a model is for.
    pub enum ModelTarget of entities::pilots::ModelTarget {
        /// Urban gminas.
        Urban = "gminy miejskie" / "urban gminas",
        /// Rural gminas.
        Rural = "gminy wiejskie" / "rural gminas",
        /// Urban-rural gminas.
        UrbanRural = "gminy miejsko-wiejskie" / "urban-rural gminas",
    }
}

labelled_enum! {
    /// State of a version of a model.
    pub enum ModelState of entities::pilots::ModelState {
        /// Being written.
        Draft = "w przygotowaniu" / "draft",
        /// Open to comments.
        InConsultation = "w konsultacjach" / "in consultation",
        /// Revised after consultation.
        Revised = "po konsultacjach" / "revised",
        /// May be piloted.
        ApprovedForPilot = "dopuszczona do pilotażu" / "approved for a pilot",
        /// Was piloted.
        Piloted = "po pilotażu" / "piloted",
        /// Final.
        Final = "ostateczna" / "final",
        /// Recommended for use.
        Recommended = "rekomendowana" / "recommended",
        /// Withdrawn.
        Withdrawn = "wycofana" / "withdrawn",
    }
}

labelled_enum! {
    /// State of a pilot.
    pub enum PilotState of entities::pilots::PilotState {
        /// Planned.
        Planned = "planowany" / "planned",
        /// Sites are being found.
        Recruiting = "nabór miejsc" / "recruiting",
        /// Running: measurements are recorded.
        Running = "w trakcie" / "running",
        /// No further measurements; those submitted are approved or corrected.
        DataClosed = "dane zamknięte" / "data closed",
        /// Evaluated.
        Evaluated = "oceniony" / "evaluated",
        /// Reported.
        Reported = "raport złożony" / "reported",
        /// Closed.
        Closed = "zamknięty" / "closed",
    }
}
