//! A session of an edition.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{BreakoutGroupId, EditionId, SessionId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    /// The edition.
    pub edition_id: EditionId,
    /// The breakout group it is for; none for a plenary.
    pub breakout_group_id: Option<BreakoutGroupId>,
    /// Place in the programme, from 1.
    pub ordinal: i32,
    /// Title.
    pub title: String,
    /// Start.
    pub starts_at: DateTimeUtc,
    /// End.
    pub ends_at: DateTimeUtc,
    /// Minutes planned.
    pub planned_min: i32,
    /// Whether its threshold must be met by itself.
    pub mandatory: bool,
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

impl Model {
    /// Whether it has begun: before, nothing of it is recorded.
    pub fn has_begun(&self, now: DateTimeUtc) -> bool {
        self.starts_at <= now
    }
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
