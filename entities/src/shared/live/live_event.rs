//! An event on SQLite, which has no notifications. The newest few thousand are kept.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "live_event")]
pub struct Model {
    /// Key: counts up in the order of the commits, because SQLite has one writer.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Topic.
    pub topic: String,
    /// Key of what it is about.
    pub subject: Uuid,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
