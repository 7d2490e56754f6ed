//! A file of an edition that its participants, or everybody, may see. What it says of the file is a copy: a stored file never
//! changes.

use sea_orm::entity::prelude::*;

use super::MaterialAudience;
use crate::shared::ids::{DocumentId, EditionId, MaterialId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "material")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MaterialId,
    /// The edition.
    pub edition_id: EditionId,
    /// The file.
    pub document_id: DocumentId,
    /// What people call it.
    pub title: String,
    /// Sorts the title in Polish order.
    pub title_key: Vec<u8>,
    /// Name when downloaded.
    pub file_name: String,
    /// Media type.
    pub media_type: String,
    /// Size.
    pub size_bytes: i64,
    /// Who sees it, beside staff and trainers.
    pub audience: MaterialAudience,
    /// The first day on which participants see it; none for at once.
    pub shown_from: Option<Date>,
    /// When it was created.
    pub created_at: DateTimeUtc,
    /// Which user created it; none for the system.
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
