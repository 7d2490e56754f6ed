//! What somebody asks for about the data of a person: a copy, or erasure.

use sea_orm::entity::prelude::*;

use super::{RequestKind, RequestState};
use crate::shared::ids::{DataRequestId, DocumentId, PersonId, UserId};
use crate::shared::problem::Problem;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "data_subject_request")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DataRequestId,
    /// What is asked for.
    pub kind: RequestKind,
    /// State.
    pub state: RequestState,
    /// Whose data.
    pub person_id: PersonId,
    /// The day by which it must be answered.
    pub due_on: Date,
    /// The copy for programs.
    pub json_document_id: Option<DocumentId>,
    /// The copy for people.
    pub pdf_document_id: Option<DocumentId>,
    /// Why it was refused.
    pub reason: Option<String>,
    /// Why the copy could not be made.
    pub problem: Option<Problem>,
    /// When it was answered.
    pub ended_at: Option<DateTimeUtc>,
    /// When it was asked for.
    pub created_at: DateTimeUtc,
    /// Which user asked; none for the system.
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
