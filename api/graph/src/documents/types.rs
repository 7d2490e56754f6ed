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
            project: Project = ProjectId;
            /// The edition.
            edition: Edition = EditionId;
        }
        choices {
            /// Kind.
            kind, kind_label: DocumentKind;
            /// Whether its bytes are there.
            state, state_label: DocumentState;
        }
        columns {
            /// What people call it.
            title: String;
            /// Name when downloaded.
            file_name: String;
            /// Media type.
            media_type: String;
            /// SHA-256 of its bytes, hexadecimal; none until it is stored.
            sha256: Option<String>;
            /// When it was asked for.
            created_at: DateTime<Utc>;
            /// When its bytes were stored.
            stored_at: Option<DateTime<Utc>>;
            /// Why it could not be made.
            problem: Option<Coded<Problem>>;
        }
        computed {
            /// Size in bytes; none until it is stored.
            size_bytes: Option<BigInt> = |row| row.size_bytes.map(BigInt);
            /// Where to download it, with the viewer's own bearer token.
            path: String = |row| format!("/documents/{}", row.id.0.simple());
            /// Why it could not be made, for people.
            problem_label: Option<&str> = |row, ctx| row.problem.map(|problem| problem.label(ctx.lang()));
        }
    }
}
