//! Enums of the information clauses.

use async_graphql::Enum;
use chrono::NaiveDate;
use entities::clauses::{VersionState, clause_version};

use crate::graphql::ctx::Lang;
use crate::labelled_enum;

labelled_enum! {
    /// What data are used for, of which a clause informs.
    pub enum ClausePurpose of entities::clauses::ClausePurpose {
        /// An account.
        Account = "konto w systemie" / "account",
        /// Taking part in trainings.
        Enrolment = "udział w szkoleniu" / "taking part in a training",
        /// Working in a pilot.
        Pilot = "praca w pilotażu" / "work in a pilot",
    }
}

labelled_enum! {
    /// How somebody received a clause.
    pub enum ReceiptChannel of entities::clauses::ReceiptChannel {
        /// When they accepted an invitation.
        Invitation = "przy przyjęciu zaproszenia" / "with an invitation",
        /// When they enrolled.
        Enrolment = "przy zgłoszeniu na szkolenie" / "with an enrolment",
        /// When they had logged in.
        Login = "po zalogowaniu" / "after login",
        /// On paper or in person, as somebody recorded.
        Paper = "na papierze" / "on paper",
    }
}

/// State of a version of a clause.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClauseVersionState {
    /// Being written.
    Draft,
    /// Published: in force, or from a day to come.
    Published,
    /// A later version is in force.
    Superseded,
}

impl ClauseVersionState {
    /// Of a row, on a day.
    pub fn of(row: &clause_version::Model, today: NaiveDate) -> Self {
        match row.state {
            VersionState::Draft => Self::Draft,
            VersionState::Published if row.valid_to.is_some_and(|to| to <= today) => Self::Superseded,
            VersionState::Published => Self::Published,
        }
    }

    /// What people see.
    pub const fn label(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Draft, Lang::Pl) => "projekt",
            (Self::Draft, Lang::En) => "draft",
            (Self::Published, Lang::Pl) => "opublikowana",
            (Self::Published, Lang::En) => "published",
            (Self::Superseded, Lang::Pl) => "zastąpiona",
            (Self::Superseded, Lang::En) => "superseded",
        }
    }
}
