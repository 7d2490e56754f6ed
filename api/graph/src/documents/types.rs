//! Types of the documents.

use chrono::{DateTime, Utc};
use entities::documents::{DocumentKind, DocumentState, document};
use entities::shared::enums::Choice as _;
use entities::shared::problem::Problem;
use kit::ctx::ContextExt;
use kit::enums::Coded;
use kit::resource;
use kit::scalars::BigInt;

use crate::partnerships::types::Project;
use crate::trainings::types::Edition;

resource! {
    /// A stored file: a certificate, a list, an archive.
    Document: document {
        one {
            /// The project; none for copies of a person's data.
            project: Project = |row| row.project_id.map(|id| id.0);
            /// The edition.
            edition: Edition = |row| row.edition_id.map(|id| id.0);
        }
        choices {
            /// Kind.
            kind, kind_label: DocumentKind;
            /// Whether its bytes are there.
            state, state_label: DocumentState;
        }
        fields {
            /// What people call it.
            async fn title(&self) -> &str { &self.row().title }
            /// Name when downloaded.
            async fn file_name(&self) -> &str { &self.row().file_name }
            /// Media type.
            async fn media_type(&self) -> &str { &self.row().media_type }
            /// Size in bytes; none until it is stored.
            async fn size_bytes(&self) -> Option<BigInt> { self.row().size_bytes.map(BigInt) }
            /// SHA-256 of its bytes, hexadecimal; none until it is stored.
            async fn sha256(&self) -> Option<&str> { self.row().sha256.as_deref() }
            /// When it was asked for.
            async fn created_at(&self) -> DateTime<Utc> { self.row().created_at }
            /// When its bytes were stored.
            async fn stored_at(&self) -> Option<DateTime<Utc>> { self.row().stored_at }
            /// Where to download it, with the viewer's own bearer token.
            async fn path(&self) -> String { format!("/documents/{}", self.row().id.0.simple()) }
            /// Why it could not be made.
            async fn problem(&self) -> Option<Coded<Problem>> { self.row().problem.map(Into::into) }
            /// Why it could not be made, for people.
            async fn problem_label(&self, ctx: &async_graphql::Context<'_>) -> Option<&str> { self.row().problem.map(|problem| problem.label(ctx.lang())) }
        }
    }
}
