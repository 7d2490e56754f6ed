//! Filters and orders of the documents' connections.

use entities::documents::{DocumentKind, DocumentState, document};
use entities::shared::ids::{EditionId, ProjectId};
use kit::filter::{AnyOf, Id};
use kit::{filter, ordering};

filter! {
    /// Which documents.
    pub struct DocumentFilter for document {
        /// Of this edition.
        edition_id: Id<EditionId> = EditionId;
        /// Of this project.
        project_id: Id<ProjectId> = ProjectId;
        /// Of these kinds.
        kinds: AnyOf<DocumentKind> = Kind;
        /// In these states.
        states: AnyOf<DocumentState> = State;
    }
}

ordering! {
    /// How documents are ordered.
    pub enum DocumentOrder for document by default CreatedDesc {
        /// By when they were asked for.
        CreatedAsc,
        /// By when they were asked for, newest first.
        CreatedDesc = "created" [CreatedAt];
    }
}
