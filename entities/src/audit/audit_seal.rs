//! A link of the chain: the seal of one line of the audit trail. Written once, never changed.

use sea_orm::entity::prelude::*;

use crate::shared::ids::AuditEntryId;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_seal")]
pub struct Model {
    /// The line it seals.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AuditEntryId,
    /// Place in the chain: 1, 2, 3 …
    pub position: i64,
    /// See `chain.rs`; hexadecimal.
    pub seal: String,
    /// When it was sealed.
    pub sealed_at: DateTimeUtc,
    /// Version of the key it was made under; none for seals from before there was one.
    pub key_version: Option<i32>,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
