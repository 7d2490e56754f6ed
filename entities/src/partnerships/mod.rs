//! Partnerships: funding programmes, projects with their partners and tasks, and the signs their documents show.
//!
//! | file | what |
//! | --- | --- |
//! | `lifecycle.rs` | states of a project, pure |
//! | `visibility.rs` | the rule of the strip (hard rule 13), pure |
//! | `retention.rs` | until when documentation is kept, pure |
//! | `series.rs` | the form of a certificate series, pure |
//! | `actions/` | writes |
//! | `store.rs` | queries, `visible_to` |
//!
//! A project has exactly one lead. A partner sees its own data and the project's shared facts; the lead sees all.

pub mod actions;
pub mod funding_programme;
pub mod lifecycle;
pub mod project;
pub mod project_partner;
pub mod project_task;
pub mod retention;
pub mod series;
pub mod store;
pub mod visibility;
pub mod visibility_profile;
pub mod visibility_sign;

use crate::db_enum;

db_enum! {
    /// State of a project.
    pub enum ProjectState {
        /// Being prepared.
        Draft = "draft",
        /// Running.
        Active = "active",
        /// Stopped for a while.
        Suspended = "suspended",
        /// Being settled.
        Settling = "settling",
        /// Closed.
        Closed = "closed",
        /// Archived.
        Archived = "archived",
    }
}

db_enum! {
    /// Part of a partner in a project.
    pub enum PartnerRole {
        /// Leads the project.
        Lead = "lead",
        /// Partner voivodeship.
        Partner = "partner",
        /// Expert partner, e.g. a university.
        Expert = "expert",
    }
}

db_enum! {
    /// Kind of a sign in the visibility strip.
    pub enum SignKind {
        /// Mark of the funding programme.
        Programme = "programme",
        /// Flag and words of the Republic of Poland.
        Republic = "republic",
        /// EU flag with its words.
        EuropeanUnion = "european_union",
        /// Mark of the voivodeship or its office.
        Region = "region",
    }
}
