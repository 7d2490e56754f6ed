//! `attachDocument`: a file that people upload.

use async_graphql::{Context, ID, InputObject, OneofObject, Result, SimpleObject};
use edge::graphql::UploadedFile;
use edge::upload::Upload;
use entities::documents::actions::{Attachment, attach_to_project, attachment_path, may_attach_to_project};
use entities::documents::files::sha256;
use entities::documents::upload::inspect;
use entities::shared::error::{self as actions, Error, Refusal};
use entities::shared::ids::{DocumentId, EditionId, ProjectId};
use entities::shared::operation::Operation;
use entities::shared::refusals::{DUPLICATE, QUOTA_REACHED, REQUIRED};
use entities::shared::tx::{self, Tx};
use entities::trainings::actions::{attach_to_edition, may_attach_to_edition};
use graph::documents::types::Document;
use kit::ctx::ContextExt;
use kit::form::{self, Form};
use kit::mutate::{MutationError, changed, mutate, settle};
use kit::mutation;
use serde::Serialize;
use uuid::Uuid;

/// What `attachDocument` takes.
#[derive(InputObject)]
pub struct AttachDocumentInput {
    /// What the file belongs to.
    pub to: AttachDocumentTarget,
    /// What people call it.
    pub title: String,
    /// The file: PDF, PNG, JPEG, XLSX or DOCX without macros, CSV, TXT or ZIP, at most 20 MB. Of its name only what
    /// follows the last slash is kept.
    pub file: Upload,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

/// What a file belongs to.
#[derive(OneofObject)]
pub enum AttachDocumentTarget {
    /// This edition: as a material, seen by its staff and trainers.
    EditionId(ID),
    /// This project: seen by its staff.
    ProjectId(ID),
}

mutation! {
    AttachDocument (AttachDocumentInput) -> AttachDocumentPayload;
    codes [DUPLICATE, QUOTA_REACHED]
}

/// A file that was attached.
#[derive(SimpleObject)]
pub struct AttachDocumentPayload {
    /// The document, stored.
    pub document: Option<Document>,
    /// Why it was not attached; empty if it was.
    pub errors: Vec<MutationError<AttachDocument>>,
}

#[derive(Clone, Copy, Serialize)]
enum Target {
    Edition(EditionId),
    Project(ProjectId),
}

impl Target {
    fn of(target: &AttachDocumentTarget, form: &mut Form) -> Self {
        match target {
            AttachDocumentTarget::EditionId(id) => Self::Edition(form.id("to.editionId", id)),
            AttachDocumentTarget::ProjectId(id) => Self::Project(form.id("to.projectId", id)),
        }
    }

    fn key(self) -> Uuid {
        match self {
            Self::Edition(id) => id.0,
            Self::Project(id) => id.0,
        }
    }

    /// Whether the actor may at all, before a byte is stored.
    async fn expect_allowed(self, tx: &Tx, op: &Operation) -> actions::Result<()> {
        let allowed = match self {
            Self::Edition(id) => may_attach_to_edition(tx, op, id).await.map(drop),
            Self::Project(id) => may_attach_to_project(tx, op, id).await.map(drop),
        };
        allowed.map_err(of_target)
    }

    async fn attach(self, tx: &Tx, op: &Operation, attachment: Attachment) -> actions::Result<DocumentId> {
        let attached = match self {
            Self::Edition(id) => attach_to_edition(tx, op, id, attachment).await,
            Self::Project(id) => attach_to_project(tx, op, id, attachment).await,
        };
        attached.map_err(of_target)
    }
}

/// The actions speak of keys, the input of one field.
fn of_target(error: Error) -> Error {
    let Error::Refused(mut refusals) = error else { return error };
    for refusal in &mut refusals {
        if matches!(refusal.field.as_str(), "editionId" | "projectId") {
            refusal.field = format!("to.{}", refusal.field);
        }
    }
    Error::Refused(refusals)
}

/// Resolves the mutation: right, then file, then bytes, then row. Bytes without a row are found again by the next try.
///
/// # Errors
/// Faults only.
pub async fn resolve(ctx: &Context<'_>, input: AttachDocumentInput) -> Result<AttachDocumentPayload> {
    let prepared = prepare(ctx, &input).await;
    let (target, attachment) = match prepared {
        Ok(prepared) => prepared,
        Err(error) => {
            let outcome = settle::<AttachDocument, ()>(ctx, Err(error))?;
            return Ok(AttachDocumentPayload { document: None, errors: outcome.errors });
        }
    };
    let outcome = mutate::<AttachDocument, _, _, _>(
        ctx,
        input.idempotency_key,
        Ok((target, attachment)),
        |tx, op, (target, attachment)| Box::pin(target.attach(tx, op, attachment)),
    )
    .await?;
    let document = changed(outcome.done);
    Ok(AttachDocumentPayload { document, errors: outcome.errors })
}

/// Asks for the right, looks at the file and stores its bytes.
async fn prepare(ctx: &Context<'_>, input: &AttachDocumentInput) -> actions::Result<(Target, Attachment)> {
    let (state, op) = (ctx.state(), ctx.op());
    let target = form::read(|form| Target::of(&input.to, form))?;
    tx::write(&state.db, &(&op, target), |tx, (op, target)| Box::pin(target.expect_allowed(tx, op))).await?;
    let file = input.file.file(ctx).ok_or_else(|| Refusal::form("file", REQUIRED))?;
    let (attachment, file) = judge(input.title.clone(), file).await?;
    match state.files.put(&attachment_path(target.key(), &attachment.sha256), file.bytes).await {
        Ok(()) => Ok((target, attachment)),
        Err(error) => Err(Error::Fault(error.to_string())),
    }
}

/// Hashing and unpacking take a while: not on a thread that others wait for.
async fn judge(title: String, file: UploadedFile) -> actions::Result<(Attachment, UploadedFile)> {
    let judged = tokio::task::spawn_blocking(move || {
        let accepted = inspect(&file.name, &file.bytes).map_err(|form| Refusal::form("file", form))?;
        let attachment = Attachment {
            title,
            file_name: accepted.file_name,
            media_type: accepted.media_type,
            size_bytes: i64::try_from(file.bytes.len()).unwrap_or(i64::MAX),
            sha256: sha256(&file.bytes),
        };
        Ok((attachment, file))
    });
    judged.await.map_err(|error| Error::Fault(error.to_string()))?
}
