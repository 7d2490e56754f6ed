//! A scan of a signed page. Scans of one page stand beside one another until they are removed; a file may hold several pages.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{DocumentId, SheetPageId, SheetScanId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sheet_scan")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SheetScanId,
    /// The page.
    pub page_id: SheetPageId,
    /// Counts the scans of the page, from 1.
    pub number: i32,
    /// The file.
    pub document_id: DocumentId,
    /// Whether the page was read from its code; else somebody said which it is.
    pub by_code: bool,
    /// When it was removed; none while it counts.
    pub removed_at: Option<DateTimeUtc>,
    /// Who removed it; why is in the trail.
    pub removed_by: Option<UserId>,
    /// When it was attached.
    pub created_at: DateTimeUtc,
    /// Which user attached it; none for the system.
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
