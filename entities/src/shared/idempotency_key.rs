//! The stored answer to a mutation that carried an idempotency key.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{IdempotencyId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_key")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IdempotencyId,
    /// Whose key.
    pub user_id: UserId,
    /// Which mutation.
    pub operation: String,
    /// The client's key.
    pub key: String,
    /// SHA-256 of the input.
    pub input_hash: String,
    /// What was answered first.
    #[sea_orm(column_type = "JsonBinary")]
    pub answer: Json,
    /// When.
    pub created_at: DateTimeUtc,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
