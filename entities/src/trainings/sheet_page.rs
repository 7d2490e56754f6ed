//! A page of an attendance list: which of its lines and sessions stand there, and whether somebody has read who signed.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{SheetId, SheetPageId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sheet_page")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SheetPageId,
    /// The list.
    pub sheet_id: SheetId,
    /// Number of the page, from 1.
    pub number: i32,
    /// First line on it.
    pub first_line: i32,
    /// Last line on it; before the first where it has none.
    pub last_line: i32,
    /// First session of its columns, from 1.
    pub first_session: i32,
    /// Last session of its columns.
    pub last_session: i32,
    /// When it was last noted who signed; none while nobody did.
    pub read_at: Option<DateTimeUtc>,
    /// Who noted it.
    pub read_by: Option<UserId>,
    /// Counts changes, for optimistic locking.
    pub version: i32,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
