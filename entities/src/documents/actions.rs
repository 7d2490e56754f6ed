//! Documents are asked for by other rooms and stored by the worker, or uploaded by people.

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter};
use serde::Serialize;
use uuid::Uuid;

use super::{DocumentKind, DocumentState, document};
use crate::audit;
use crate::documents::deeds;
use crate::documents::rights::ATTACH_DOCUMENTS;
use crate::partnerships::project;
use crate::partnerships::store::lead_of;
use crate::shared::door::{self, Placed};
use crate::shared::enums::Choice as _;
use crate::shared::error::{Detail, Error, Refusal, Result, refuse};
use crate::shared::ids::{DocumentId, EditionId, PartnerId, PersonId, ProjectId};
use crate::shared::input::{Check, NAME_MAX};
use crate::shared::operation::Operation;
use crate::shared::policy::{self};
use crate::shared::problem::Problem;
use crate::shared::quota::{self, UPLOAD_BYTES_OF_ACCOUNT, UPLOAD_BYTES_OF_PROJECT, UPLOADS_OF_ACCOUNT, Use};
use crate::shared::refusals::{DUPLICATE, WRONG_STATE};
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
    /// The project; none for copies of a person's data.
    pub project_id: Option<ProjectId>,
    /// The partner whose own it is.
    pub partner_id: Option<PartnerId>,
    /// The edition.
    pub edition_id: Option<EditionId>,
    /// The person it is about, who may read it.
    pub person_id: Option<PersonId>,
}

impl NewDocument {
    /// Its row, due, under a key of the caller's.
    pub fn row(self, op: &Operation, id: DocumentId) -> document::ActiveModel {
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
            created_at: Set(op.now),
            created_by: op.by(),
            ..Default::default()
        }
    }
}

/// States in which bytes may still come.
const OPEN: [DocumentState; 2] = [DocumentState::Due, DocumentState::Failed];

/// Notes that the bytes of a due document are stored. False where it was stored already: the first bytes stand.
///
/// # Errors
/// The database failed.
pub async fn stored(tx: &Tx, op: &Operation, id: DocumentId, size_bytes: i64, sha256: &str) -> Result<bool> {
    let done = document::Entity::update_many()
        .col_expr(document::Column::State, Expr::value(DocumentState::Stored))
        .col_expr(document::Column::SizeBytes, Expr::value(Some(size_bytes)))
        .col_expr(document::Column::Sha256, Expr::value(Some(sha256)))
        .col_expr(document::Column::StoredAt, Expr::value(Some(op.now)))
        .filter(document::Column::Id.eq(id))
        .filter(document::Column::State.is_in(OPEN))
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
        .filter(document::Column::State.is_in(OPEN))
        .exec(tx)
        .await?;
    Ok(())
}

/// An uploaded file, stored already, to be written down.
#[derive(Clone, Debug, Serialize)]
pub struct Attachment {
    /// What people call it.
    pub title: String,
    /// Base name, as `upload::inspect` answered it.
    pub file_name: String,
    /// Media type, as `upload::inspect` answered it.
    pub media_type: &'static str,
    /// Bytes.
    pub size_bytes: i64,
    /// SHA-256 of the bytes, hexadecimal.
    pub sha256: String,
}

/// Where the bytes of an upload lie: by what they are attached to and what they are, so that a second try writes the
/// same file and the same file is attached once.
pub fn attachment_path(to: Uuid, sha256: &str) -> String {
    format!("uploads/{}/{sha256}", to.simple())
}

/// Whether the actor may attach files to a project, before a byte is stored.
///
/// # Errors
/// Refused: not found, forbidden.
pub async fn may_attach_to_project(tx: &Tx, op: &Operation, id: ProjectId) -> Result<project::Model> {
    let project = door::see::<project::Entity>(tx, op, id, "projectId").await?;
    policy::require(&op.actor, ATTACH_DOCUMENTS, &project.place())?;
    Ok(project)
}

/// Attaches a file to a project.
///
/// # Errors
/// Refused: not found, forbidden, invalid, duplicate where the same file is attached already.
pub async fn attach_to_project(
    tx: &Tx,
    op: &Operation,
    id: ProjectId,
    attachment: Attachment,
) -> Result<DocumentId> {
    let project = may_attach_to_project(tx, op, id).await?;
    let lead = lead_of(tx, project.id).await?.ok_or_else(|| Error::Fault("a project without lead".into()))?;
    let place = (DocumentKind::ProjectFile, id.0, project.id, lead.id, None);
    attach(tx, op, place, attachment).await
}

/// Writes the row of an uploaded file, and notes who did it. Rights are the caller's to ask for.
///
/// # Errors
/// Refused: invalid, duplicate.
pub async fn attach(
    tx: &Tx,
    op: &Operation,
    (kind, to, project_id, partner_id, edition_id): (
        DocumentKind,
        Uuid,
        ProjectId,
        PartnerId,
        Option<EditionId>,
    ),
    attachment: Attachment,
) -> Result<DocumentId> {
    let path = attachment_path(to, &attachment.sha256);
    attach_at(tx, op, (kind, path, project_id, partner_id, edition_id), attachment).await
}

/// The same at a place in the documents store that the caller has made.
///
/// # Errors
/// Refused: invalid, duplicate.
pub async fn attach_at(
    tx: &Tx,
    op: &Operation,
    (kind, path, project_id, partner_id, edition_id): (
        DocumentKind,
        String,
        ProjectId,
        PartnerId,
        Option<EditionId>,
    ),
    attachment: Attachment,
) -> Result<DocumentId> {
    let mut check = Check::default();
    let title = check.line("title", &attachment.title, NAME_MAX);
    check.done()?;
    let (id, size_bytes): (DocumentId, _) = (op.id(), attachment.size_bytes);
    let new = NewDocument {
        kind,
        title,
        file_name: attachment.file_name,
        media_type: attachment.media_type,
        path,
        project_id: Some(project_id),
        partner_id: Some(partner_id),
        edition_id,
        person_id: None,
    };
    let row = document::ActiveModel {
        state: Set(DocumentState::Stored),
        size_bytes: Set(Some(attachment.size_bytes)),
        sha256: Set(Some(attachment.sha256)),
        stored_at: Set(Some(op.now)),
        ..new.row(op, id)
    };
    let inserted = document::Entity::insert(row)
        .on_conflict(OnConflict::column(document::Column::Path).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    if inserted == 0 {
        return refuse(DUPLICATE, "file");
    }
    audit::Line::new(deeds::ATTACH, id).project(project_id).write(tx, op).await?;
    let uses = [
        Use::of_account(&UPLOADS_OF_ACCOUNT, op),
        Use::of_account(&UPLOAD_BYTES_OF_ACCOUNT, op).times(size_bytes),
        Use::of_project(&UPLOAD_BYTES_OF_PROJECT, project_id).times(size_bytes),
    ];
    quota::take(tx, op, uses).await?;
    Ok(id)
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
pub async fn link_document(tx: &Tx, op: &Operation, link: LinkDocument) -> Result<DocumentId> {
    let document = door::see::<document::Entity>(tx, op, link.document_id, "documentId").await?;
    if document.state != DocumentState::Stored {
        let allowed = vec![DocumentState::Stored.words()];
        let states = Detail::States { now: document.state.words(), allowed };
        return Err(Refusal::of(WRONG_STATE, "documentId").with(states).into());
    }
    of_project(audit::Line::new(deeds::LINK, document.id), &document).write(tx, op).await?;
    Ok(document.id)
}

/// Gives the bytes of documents up, and says so in the trail: nobody downloads them from now on, and whoever draws one
/// of them finds that it is over. Size and hash stay. The files themselves are removed by a job of the caller's.
/// Answers those that were given up now.
///
/// # Errors
/// The database failed.
pub async fn erase(tx: &Tx, op: &Operation, which: Condition) -> Result<Vec<DocumentId>> {
    let erased = document::Entity::update_many()
        .col_expr(document::Column::State, Expr::value(DocumentState::Erased))
        .col_expr(document::Column::Problem, Expr::value(None::<Problem>))
        .filter(which)
        .filter(document::Column::State.ne(DocumentState::Erased))
        .exec_with_returning(tx)
        .await?;
    let lines = erased.iter().map(|row| {
        let line = audit::Line::new(deeds::ERASE, row.id).into_state(DocumentState::Erased.code());
        of_project(line, row)
    });
    audit::write_all(tx, op, lines.collect()).await?;
    Ok(erased.into_iter().map(|row| row.id).collect())
}

fn of_project<'a>(line: audit::Line<'a>, document: &document::Model) -> audit::Line<'a> {
    match document.project_id {
        Some(id) => line.project(id),
        None => line,
    }
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
pub async fn note_download(
    tx: &Tx,
    op: &Operation,
    document: &document::Model,
    access: Access,
) -> Result<()> {
    if !document.kind.is_personal() {
        return Ok(());
    }
    let by = match access {
        Access::Account => "account",
        Access::Link => "link",
    };
    let line = of_project(audit::Line::new(deeds::DOWNLOAD, document.id), document);
    let detail = serde_json::json!({ "kind": document.kind.code(), "by": by });
    Ok(line.detail(detail).write(tx, op).await?)
}
