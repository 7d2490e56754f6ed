//! A restore from a backup: numbers of these years are held until the last one of their series is confirmed.

use sea_orm::entity::prelude::*;

use crate::shared::ids::RestoreId;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "number_hold")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RestoreId,
    /// When the backup was made: what was issued later is not in it.
    pub backup_made_at: DateTimeUtc,
    /// When it was restored.
    pub restored_at: DateTimeUtc,
    /// The year of the backup in Warsaw.
    pub from_year: i32,
    /// The year of the restore in Warsaw.
    pub to_year: i32,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
