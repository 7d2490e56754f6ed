//! What an administrator has confirmed after a restore: the last number of a series in a year.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{ConfirmationId, RestoreId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "number_confirmation")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ConfirmationId,
    /// The restore.
    pub hold_id: RestoreId,
    /// Series, as printed.
    pub series: String,
    /// Calendar year of issue in Warsaw.
    pub year: i32,
    /// The last number that was given out.
    pub last: i32,
    /// When it was confirmed.
    pub confirmed_at: DateTimeUtc,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
