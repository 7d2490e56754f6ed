//! A pilot of an approved version of a model.

use sea_orm::entity::prelude::*;

use super::PilotState;
use crate::shared::ids::{ModelVersionId, PartnerId, PilotId, ProjectId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "pilot")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PilotId,
    /// The project.
    pub project_id: ProjectId,
    /// The partner that runs it.
    pub partner_id: PartnerId,
    /// What is piloted.
    pub model_version_id: ModelVersionId,
    /// Title.
    pub title: String,
    /// Sorts the title in Polish order.
    pub title_key: Vec<u8>,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
    /// State.
    pub state: PilotState,
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
