//! A line of an attendance list: somebody who was printed there, or who wrote themselves into an empty one.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{EnrolmentId, SheetId, SheetLineId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sheet_line")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SheetLineId,
    /// The list.
    pub sheet_id: SheetId,
    /// Number of the line, from 1.
    pub number: i32,
    /// Who stands there; none for a line that is empty.
    pub enrolment_id: Option<EnrolmentId>,
    /// Whether they were printed; else the line was left for somebody who was not on the list.
    pub printed: bool,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
