//! `createDownloadLink`.

use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entities::documents::actions::{self, link_document};
use entities::shared::refusals::WRONG_STATE;
use graph::documents::link::signed_path;
use kit::ctx::ContextExt;
use kit::form;
use kit::mutate::{MutationError, mutate};
use kit::mutation;

/// What `createDownloadLink` takes.
#[derive(InputObject)]
pub struct CreateDownloadLinkInput {
    /// The document.
    pub document_id: ID,
}

mutation! {
    CreateDownloadLink (CreateDownloadLinkInput) -> CreateDownloadLinkPayload;
    codes [WRONG_STATE]
}

/// A link to download one document.
#[derive(SimpleObject)]
pub struct CreateDownloadLinkPayload {
    /// Path and query of the link, below the address of this API.
    pub path: Option<String>,
    /// Until when it holds.
    pub expires_at: Option<DateTime<Utc>>,
    /// Why it was not made; empty if it was.
    pub errors: Vec<MutationError<CreateDownloadLink>>,
}

/// Resolves the mutation.
///
/// # Errors
/// Faults only.
pub async fn resolve(ctx: &Context<'_>, input: CreateDownloadLinkInput) -> Result<CreateDownloadLinkPayload> {
    let command =
        form::read(|form| actions::LinkDocument { document_id: form.id("documentId", &input.document_id) });
    let outcome = mutate::<CreateDownloadLink, _, _, _>(ctx, None, command, |tx, op, cmd| {
        Box::pin(link_document(tx, op, cmd))
    });
    let outcome = outcome.await?;
    let Some(id) = outcome.done else {
        return Ok(CreateDownloadLinkPayload { path: None, expires_at: None, errors: outcome.errors });
    };
    let (path, expires) = signed_path(ctx.state(), id, ctx.op().now);
    Ok(CreateDownloadLinkPayload { path: Some(path), expires_at: Some(expires), errors: vec![] })
}
