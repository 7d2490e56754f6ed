//! An information clause: of the installation or of a project, for one purpose. Its texts are its versions.

use sea_orm::entity::prelude::*;

use super::ClausePurpose;
use crate::shared::ids::{ClauseId, ProjectId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "information_clause")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ClauseId,
    /// The project; none for the whole installation.
    pub project_id: Option<ProjectId>,
    /// What it informs of.
    pub purpose: ClausePurpose,
    /// Title.
    pub title: String,
    /// Sorts the title in Polish order.
    pub title_key: Vec<u8>,
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
