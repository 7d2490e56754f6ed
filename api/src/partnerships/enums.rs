//! Enums of the partnerships.

use crate::labelled_enum;

labelled_enum! {
    /// State of a project.
    pub enum ProjectState of entities::partnerships::ProjectState {
        /// Being prepared; only its staff see it.
        Draft = "w przygotowaniu" / "draft",
        /// Running.
        Active = "w realizacji" / "active",
        /// Stopped for a while.
        Suspended = "wstrzymany" / "suspended",
        /// Being settled.
        Settling = "w rozliczeniu" / "settling",
        /// Closed.
        Closed = "zamknięty" / "closed",
        /// Archived.
        Archived = "zarchiwizowany" / "archived",
    }
}

labelled_enum! {
    /// Part of a partner in a project.
    pub enum PartnerRole of entities::partnerships::PartnerRole {
        /// Leads the project; exactly one does.
        Lead = "lider" / "lead",
        /// Partner voivodeship.
        Partner = "partner" / "partner",
        /// Expert partner, e.g. a university.
        Expert = "partner ekspercki" / "expert partner",
    }
}

labelled_enum! {
    /// Kind of a sign in the strip that documents show.
    pub enum SignKind of entities::partnerships::SignKind {
        /// Mark of the funding programme.
        Programme = "znak programu" / "mark of the programme",
        /// Flag and words of the Republic of Poland.
        Republic = "znak barw Rzeczypospolitej Polskiej" / "colours of the Republic of Poland",
        /// EU flag with its words.
        EuropeanUnion = "znak Unii Europejskiej" / "emblem of the European Union",
        /// Mark of the voivodeship or its office.
        Region = "znak województwa" / "mark of the voivodeship",
    }
}
