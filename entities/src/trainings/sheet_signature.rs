//! Whether somebody signed for a session, as it was read from a page.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{SessionId, SheetLineId, SheetSignatureId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sheet_signature")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SheetSignatureId,
    /// The line.
    pub line_id: SheetLineId,
    /// The session.
    pub session_id: SessionId,
    /// Whether they signed.
    pub signed: bool,
    /// When it was noted or last changed.
    pub recorded_at: DateTimeUtc,
    /// Who noted it.
    pub recorded_by: Option<UserId>,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
