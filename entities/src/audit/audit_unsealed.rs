//! A line that waits for its seal. The database notes it when the line is written.

use sea_orm::entity::prelude::*;

use crate::shared::ids::AuditEntryId;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_unsealed")]
pub struct Model {
    /// The line.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AuditEntryId,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
