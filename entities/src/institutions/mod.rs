//! Institutions, the people of the projects, and who works where.
//!
//! | file | what |
//! | --- | --- |
//! | `lifecycle.rs` | states of an institution, pure |
//! | `details.rs` | checks of what people enter, pure |
//! | `actions/` | writes |
//! | `store.rs` | queries, `visible_to` |
//!
//! Institution: registered → verified → closed | merged. A person is not a user: an account points to its person.
//! Who may see a person is decided in `store.rs` (`visible_to`): the person, their institutions, and the staff of
//! projects that the person takes part in.

pub mod actions;
pub mod details;
pub mod employment;
pub mod institution;
pub mod lifecycle;
pub mod person;
pub mod store;

use crate::db_enum;

db_enum! {
    /// Type of an institution.
    pub enum InstitutionKind {
        /// Gmina social welfare centre.
        Ops = "ops",
        /// Powiat family support centre.
        Pcpr = "pcpr",
        /// Social services centre.
        Cus = "cus",
        /// Powiat labour office.
        Pup = "pup",
        /// Regional labour office.
        Wup = "wup",
        /// Regional social policy centre.
        Rops = "rops",
        /// Non-governmental organisation.
        Ngo = "ngo",
        /// Social-economy entity.
        Pes = "pes",
        /// Support centre of the social economy.
        Owes = "owes",
        /// Court.
        Court = "court",
        /// Police.
        Police = "police",
        /// Probation service.
        Probation = "probation",
        /// School or other unit of education.
        School = "school",
        /// University.
        University = "university",
        /// Health care.
        Health = "health",
        /// Culture.
        Culture = "culture",
        /// Prison.
        Prison = "prison",
        /// Institution for juveniles.
        Juvenile = "juvenile",
        /// Enterprise.
        Enterprise = "enterprise",
        /// Office of local or central government.
        Office = "office",
        /// Another one.
        Other = "other",
    }
}

db_enum! {
    /// Sector.
    pub enum Sector {
        /// Public.
        Public = "public",
        /// Social: organisations and social economy.
        Social = "social",
        /// Private.
        Private = "private",
    }
}

db_enum! {
    /// State of an institution.
    pub enum InstitutionState {
        /// Entered, not yet checked.
        Registered = "registered",
        /// Checked.
        Verified = "verified",
        /// No longer exists.
        Closed = "closed",
        /// Joined into another.
        Merged = "merged",
    }
}
