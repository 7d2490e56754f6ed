//! A model of cooperation that is developed, piloted and recommended.

use sea_orm::entity::prelude::*;

use super::ModelTarget;
use crate::shared::ids::{ModelId, PartnerId, ProjectId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "cooperation_model")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ModelId,
    /// The project.
    pub project_id: ProjectId,
    /// The partner that develops it.
    pub partner_id: PartnerId,
    /// Title.
    pub title: String,
    /// Sorts the title in Polish order.
    pub title_key: Vec<u8>,
    /// The kind of gmina it is for.
    pub target: ModelTarget,
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
