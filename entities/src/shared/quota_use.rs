//! What was used of a quota within its window: see `quota.rs`.

use sea_orm::entity::prelude::*;

use crate::shared::ids::QuotaUseId;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "quota_use")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuotaUseId,
    /// Name of the quota.
    pub quota: String,
    /// Whose: a key, or the hash of an address.
    pub subject: String,
    /// How much was used.
    pub used: i64,
    /// When the window ends.
    pub ends_at: DateTimeUtc,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
