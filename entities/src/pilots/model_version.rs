//! A version of a model; its text never changes once it is approved for a pilot.

use sea_orm::entity::prelude::*;

use super::ModelState;
use crate::shared::ids::{ModelId, ModelVersionId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "model_version")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ModelVersionId,
    /// The model.
    pub model_id: ModelId,
    /// Number of the version, from 1.
    pub ordinal: i32,
    /// State.
    pub state: ModelState,
    /// What the version says.
    #[sea_orm(column_type = "Text")]
    pub summary: String,
    /// What it changes against the version before.
    #[sea_orm(column_type = "Text", nullable)]
    pub changes: Option<String>,
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
