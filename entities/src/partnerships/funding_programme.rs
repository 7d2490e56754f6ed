//! A funding programme, e.g. FERS.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{FundingProgrammeId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "funding_programme")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FundingProgrammeId,
    /// Short code, e.g. `PO WER 2.5`.
    pub code: String,
    /// Name.
    pub name: String,
    /// The fund behind it.
    pub fund: String,
    /// First day of its period.
    pub starts_on: Date,
    /// Last day of its period.
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
