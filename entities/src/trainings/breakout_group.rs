//! A group into which an edition divides (S4).

use sea_orm::entity::prelude::*;

use crate::shared::ids::{BreakoutGroupId, EditionId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "breakout_group")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BreakoutGroupId,
    /// The edition.
    pub edition_id: EditionId,
    /// Number, from 1.
    pub ordinal: i32,
    /// Name.
    pub name: String,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
