//! A person as coaching shows them to one another: coach and coachees by their names, without addresses. Read only.

use sea_orm::entity::prelude::*;

use crate::shared::ids::CoachedPersonId;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    /// Key: that of the person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CoachedPersonId,
    /// First names.
    pub first_name: String,
    /// Surname.
    pub last_name: String,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
