//! Filters and orders of the documents' connections.

use async_graphql::{ID, InputObject, Result};
use entities::documents::{DocumentKind, DocumentState, document};
use entities::shared::ids::{EditionId, ProjectId};
use entities::shared::read::Condition;

use crate::graphql::enums::Coded;
use crate::graphql::page::{Filter, id_is, is_any_of};
use crate::ordering;

/// Which documents.
#[derive(InputObject, Default)]
pub struct DocumentFilter {
    /// Of this edition.
    edition_id: Option<ID>,
    /// Of this project.
    project_id: Option<ID>,
    /// Of these kinds.
    kinds: Option<Vec<Coded<DocumentKind>>>,
    /// In these states.
    states: Option<Vec<Coded<DocumentState>>>,
}

impl Filter<document::Entity> for DocumentFilter {
    fn condition(&self) -> Result<Condition> {
        use document::Column;
        Ok(Condition::all()
            .add_option(id_is::<EditionId, _>(Column::EditionId, self.edition_id.as_ref(), "editionId")?)
            .add_option(id_is::<ProjectId, _>(Column::ProjectId, self.project_id.as_ref(), "projectId")?)
            .add_option(is_any_of(Column::Kind, self.kinds.as_deref()))
            .add_option(is_any_of(Column::State, self.states.as_deref())))
    }
}

ordering! {
    /// How documents are ordered.
    pub enum DocumentOrder for document by default CreatedDesc {
        /// By when they were asked for.
        CreatedAsc = "created" [CreatedAt] asc,
        /// By when they were asked for, newest first.
        CreatedDesc = "created" [CreatedAt] desc,
    }
}
