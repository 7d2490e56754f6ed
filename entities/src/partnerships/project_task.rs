//! A task of a project and the team that does it.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{ProjectId, TaskId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "project_task")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TaskId,
    /// The project.
    pub project_id: ProjectId,
    /// Number within the project, from 1.
    pub ordinal: i32,
    /// Title.
    pub title: String,
    /// What is done.
    #[sea_orm(column_type = "Text", nullable)]
    pub description: Option<String>,
    /// Name of the team.
    pub team: Option<String>,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
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
