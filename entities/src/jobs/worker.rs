//! A worker process, seen by its heartbeat.

use sea_orm::entity::prelude::*;

use crate::shared::ids::WorkerId;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "worker")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WorkerId,
    /// Host and process.
    pub name: String,
    /// When it started.
    pub started_at: DateTimeUtc,
    /// Its last heartbeat.
    pub seen_at: DateTimeUtc,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
