//! A stored file: a certificate, a list, an archive.

use sea_orm::entity::prelude::*;

use super::{DocumentKind, DocumentState};
use crate::shared::ids::{DocumentId, EditionId, PartnerId, PersonId, ProjectId, UserId};
use crate::shared::problem::Problem;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "document")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DocumentId,
    /// Kind.
    pub kind: DocumentKind,
    /// Whether its bytes are stored.
    pub state: DocumentState,
    /// What people call it.
    pub title: String,
    /// Name when downloaded.
    pub file_name: String,
    /// Media type.
    pub media_type: String,
    /// Place in the documents store.
    pub path: String,
    /// Size.
    pub size_bytes: Option<i64>,
    /// Hash of the bytes, hexadecimal.
    pub sha256: Option<String>,
    /// The project; none for copies of a person's data.
    pub project_id: Option<ProjectId>,
    /// The partner whose own it is.
    pub partner_id: Option<PartnerId>,
    /// The edition.
    pub edition_id: Option<EditionId>,
    /// The person it is about and who may read it.
    pub person_id: Option<PersonId>,
    /// When it was asked for.
    pub created_at: DateTimeUtc,
    /// Who asked for it.
    pub created_by: Option<UserId>,
    /// When its bytes were stored.
    pub stored_at: Option<DateTimeUtc>,
    /// Why it could not be made.
    pub problem: Option<Problem>,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
