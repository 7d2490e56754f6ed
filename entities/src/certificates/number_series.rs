//! The counter of one project's certificate numbers in one year.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{ProjectId, SeriesId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "number_series")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SeriesId,
    /// The project.
    pub project_id: ProjectId,
    /// Calendar year of issue in Warsaw.
    pub year: i32,
    /// Series, as printed.
    pub series: String,
    /// The last number given out.
    pub last: i32,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
