//! A powiat of a subregion. It is in one at most.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{SubregionId, SubregionPowiatId, UnitId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "subregion_powiat")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SubregionPowiatId,
    /// The subregion.
    pub subregion_id: SubregionId,
    /// The powiat.
    pub unit_id: UnitId,
    /// When it was created.
    pub created_at: DateTimeUtc,
    /// Which user created it; none for the system.
    pub created_by: Option<UserId>,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
