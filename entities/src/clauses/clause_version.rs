//! A version of an information clause. Its texts never change once it is published.

use sea_orm::entity::prelude::*;

use super::{VersionStanding, VersionState};
use crate::shared::ids::{ClauseId, ClauseVersionId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "clause_version")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ClauseVersionId,
    /// The clause.
    pub clause_id: ClauseId,
    /// Number within the clause, from 1.
    pub ordinal: i32,
    /// State, as stored.
    pub state: VersionState,
    /// The text in Polish.
    #[sea_orm(column_type = "Text")]
    pub text_pl: String,
    /// The text in English.
    #[sea_orm(column_type = "Text", nullable)]
    pub text_en: Option<String>,
    /// SHA-256 of both texts, hexadecimal; none while it is a draft.
    pub sha256: Option<String>,
    /// First day in force.
    pub valid_from: Option<Date>,
    /// The day from which the next version is in force.
    pub valid_to: Option<Date>,
    /// When it was published.
    pub published_at: Option<DateTimeUtc>,
    /// When it was created.
    pub created_at: DateTimeUtc,
    /// Which user created it; none for the system.
    pub created_by: Option<UserId>,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
    /// Which user changed it last.
    pub updated_by: Option<UserId>,
    /// Counts changes, for optimistic locking.
    pub version: i32,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Its state on a day.
    pub fn standing(&self, day: chrono::NaiveDate) -> VersionStanding {
        match self.state {
            VersionState::Draft => VersionStanding::Draft,
            VersionState::Published if self.valid_to.is_some_and(|to| to <= day) => {
                VersionStanding::Superseded
            }
            VersionState::Published => VersionStanding::Published,
        }
    }

    /// Whether it is in force on a day.
    pub fn is_in_force(&self, day: chrono::NaiveDate) -> bool {
        self.state == VersionState::Published
            && self.valid_from.is_some_and(|from| from <= day)
            && self.valid_to.is_none_or(|to| day < to)
    }
}
