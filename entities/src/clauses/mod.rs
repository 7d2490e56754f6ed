//! Information clauses (GDPR, articles 13 and 14): what people are told of the use of their data, in versions that never
//! change once they are published, and who received which version.
//!
//! | file | what |
//! | --- | --- |
//! | `information_clause.rs`, `clause_version.rs`, `clause_receipt.rs` | the tables |
//! | `choice.rs` | which version somebody has to receive, pure |
//! | `actions/` | writes; `require` is what other rooms call where somebody has to be informed |
//! | `store.rs` | queries, `visible_to` |
//!
//! A version is a draft or published. It is in force from its day until the next version's day, so whether it is
//! superseded follows from the calendar and is not stored. A project's own clause takes the place of the
//! installation's for the same purpose.

pub mod actions;
pub mod choice;
pub mod clause_receipt;
pub mod clause_version;
pub mod information_clause;
pub mod store;

use crate::db_enum;

db_enum! {
    /// What data are used for, of which a clause informs.
    pub enum ClausePurpose {
        /// An account.
        Account = "account",
        /// Taking part in trainings.
        Enrolment = "enrolment",
        /// Working in a pilot.
        Pilot = "pilot",
    }
}

db_enum! {
    /// State of a version, as stored; whether it is superseded follows from the calendar.
    pub enum VersionState {
        /// Being written.
        Draft = "draft",
        /// Published; never changes again.
        Published = "published",
    }
}

db_enum! {
    /// How somebody received a clause.
    pub enum ReceiptChannel {
        /// When they accepted an invitation.
        Invitation = "invitation",
        /// When they enrolled.
        Enrolment = "enrolment",
        /// When they had logged in.
        Login = "login",
        /// On paper or in person, as somebody recorded.
        Paper = "paper",
    }
}
