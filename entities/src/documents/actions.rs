//! Documents are asked for by other rooms and stored by the worker.

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use serde::Serialize;

use super::{DocumentKind, DocumentState, document};
use crate::audit;
use crate::shared::call::Call;
use crate::shared::error::{Code, Detail, Refusal, Result, found};
use crate::shared::ids::{DocumentId, EditionId, PartnerId, PersonId, ProjectId};
use crate::shared::problem::Problem;
use crate::shared::read::Entity as _;
use crate::shared::tx::Tx;

/// A document that another room asks for; it is due until the worker has stored it.
#[derive(Clone, Debug)]
pub struct NewDocument {
    /// Kind.
    pub kind: DocumentKind,
    /// What people call it.
    pub title: String,
    /// Name when downloaded, with its ending.
    pub file_name: String,
    /// Media type.
    pub media_type: &'static str,
    /// Place in the documents store, unique for ever.
    pub path: String,
    /// The project.
    pub project_id: ProjectId,
    /// The partner whose own it is.
    pub partner_id: PartnerId,
    /// The edition.
    pub edition_id: Option<EditionId>,
    /// The person it is about, who may read it.
    pub person_id: Option<PersonId>,
}

impl NewDocument {
    /// Its row, due, under a key of the caller's.
    pub fn row(self, call: &Call, id: DocumentId) -> document::ActiveModel {
        document::ActiveModel {
            id: Set(id),
            kind: Set(self.kind),
            state: Set(DocumentState::Due),
            title: Set(self.title),
            file_name: Set(self.file_name),
            media_type: Set(self.media_type.to_owned()),
            path: Set(self.path),
            project_id: Set(self.project_id),
            partner_id: Set(self.partner_id),
            edition_id: Set(self.edition_id),
            person_id: Set(self.person_id),
            created_at: Set(call.now),
            created_by: call.by(),
            ..Default::default()
        }
    }
}

/// Notes that the bytes of a due document are stored. False where it was stored already: the first bytes stand.
///
/// # Errors
/// The database failed.
pub async fn stored(tx: &Tx, call: &Call, id: DocumentId, size_bytes: i64, sha256: &str) -> Result<bool> {
    let done = document::Entity::update_many()
        .col_expr(document::Column::State, Expr::value(DocumentState::Stored))
        .col_expr(document::Column::SizeBytes, Expr::value(Some(size_bytes)))
        .col_expr(document::Column::Sha256, Expr::value(Some(sha256)))
        .col_expr(document::Column::StoredAt, Expr::value(Some(call.now)))
        .filter(document::Column::Id.eq(id))
        .filter(document::Column::State.ne(DocumentState::Stored))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Notes that a document could not be made; its row and whatever number it carries stay.
///
/// # Errors
/// The database failed.
pub async fn failed(tx: &Tx, id: DocumentId, problem: Problem) -> Result<()> {
    document::Entity::update_many()
        .col_expr(document::Column::State, Expr::value(DocumentState::Failed))
        .col_expr(document::Column::Problem, Expr::value(Some(problem)))
        .filter(document::Column::Id.eq(id))
        .filter(document::Column::State.ne(DocumentState::Stored))
        .exec(tx)
        .await?;
    Ok(())
}

/// A document to be linked to.
#[derive(Clone, Debug, Serialize)]
pub struct LinkDocument {
    /// The document.
    pub document_id: DocumentId,
}

/// Notes that a link to a stored document is given out. Whoever may see a document may link to it.
///
/// # Errors
/// Refused: not found, not stored yet.
pub async fn link_document(tx: &Tx, call: &Call, link: LinkDocument) -> Result<DocumentId> {
    let seen = document::Entity::visible_to(&call.actor);
    let document =
        found(document::Entity::find_by_id(link.document_id).filter(seen).one(tx).await?, "documentId")?;
    if document.state != DocumentState::Stored {
        let allowed = vec![DocumentState::Stored.code()];
        let states = Detail::States { now: document.state.code(), allowed };
        return Err(Refusal::of(Code::WrongState, "documentId").with(states).into());
    }
    audit::Line::new("documents.link", document.id).project(document.project_id).write(tx, call).await?;
    Ok(document.id)
}

/// How somebody came to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// With the rights of their account.
    Account,
    /// By a signed link, which says nobody's name; who asked for it is in the trail.
    Link,
}

/// Notes who downloads a document that holds facts of persons; nothing for other documents. Before the bytes are
/// given: where this cannot be written, nobody sees them.
///
/// # Errors
/// The database failed.
pub async fn note_download(tx: &Tx, call: &Call, document: &document::Model, access: Access) -> Result<()> {
    if !document.kind.is_personal() {
        return Ok(());
    }
    let by = match access {
        Access::Account => "account",
        Access::Link => "link",
    };
    let line = audit::Line::new("documents.download", document.id).project(document.project_id);
    let detail = serde_json::json!({ "kind": document.kind.code(), "by": by });
    Ok(line.detail(detail).write(tx, call).await?)
}
