//! An attendance list to sign, as it was printed: its lines and pages never change, and one that is made anew names the former.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{BreakoutGroupId, DocumentId, EditionId, SessionId, SheetId, TypedId as _, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "attendance_sheet")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SheetId,
    /// The edition.
    pub edition_id: EditionId,
    /// The day.
    pub day: Date,
    /// The breakout group it is for; none for everybody.
    pub breakout_group_id: Option<BreakoutGroupId>,
    /// What its pages are known by; names nobody.
    pub code: String,
    /// Counts the lists of this day and group, from 1.
    pub revision: i32,
    /// The list before it.
    pub replaces_id: Option<SheetId>,
    /// The printed file.
    pub document_id: DocumentId,
    /// Keys of its sessions in the order of its columns.
    #[sea_orm(column_type = "JsonBinary")]
    pub session_ids: Json,
    /// When it was asked for.
    pub created_at: DateTimeUtc,
    /// Which user asked for it; none for the system.
    pub created_by: Option<UserId>,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
    /// Which user changed it last.
    pub updated_by: Option<UserId>,
    /// Counts changes, for optimistic locking.
    pub version: i32,
}

impl Model {
    /// Its sessions in the order of its columns, from the first to the last of these, counted from 1.
    pub fn sessions(&self, first: i32, last: i32) -> Vec<SessionId> {
        let keys = self.session_ids.as_array().into_iter().flatten();
        let keys = keys.map(|key| key.as_str().and_then(|key| Uuid::try_parse(key).ok()));
        let wanted = (1..).zip(keys).filter(|(n, _): &(i32, _)| (first..=last).contains(n));
        wanted.filter_map(|(_, key)| key.map(SessionId::from_uuid)).collect()
    }

    /// All of them.
    pub fn all_sessions(&self) -> Vec<SessionId> {
        self.sessions(1, i32::MAX)
    }
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
