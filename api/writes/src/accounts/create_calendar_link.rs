//! `createCalendarLink`. By hand: its answer holds a secret, so there is no idempotency key and nothing of it is stored.

use async_graphql::{Context, InputObject, Result, SimpleObject};
use entities::accounts::actions;
use entities::shared::tx;
use graph::accounts::types::Credential;
use kit::ctx::ContextExt;
use kit::mutate::{MutationError, changed, settle};
use kit::mutation;

/// What `createCalendarLink` takes.
#[derive(InputObject)]
pub struct CreateCalendarLinkInput {
    /// What its owner calls it, e.g. where it is used.
    pub name: String,
}

mutation! {
    CreateCalendarLink (CreateCalendarLinkInput) -> CreateCalendarLinkPayload;
    codes []
}

/// What was made.
#[derive(SimpleObject)]
pub struct CreateCalendarLinkPayload {
    /// The address that a program for calendars subscribes to; whoever knows it reads the calendar. It is shown this once.
    pub url: Option<String>,
    /// The credential: it is ended by `revokeCredential`.
    pub credential: Option<Credential>,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<CreateCalendarLink>>,
}

/// Resolves the mutation.
///
/// # Errors
/// Faults only.
pub async fn resolve(ctx: &Context<'_>, input: CreateCalendarLinkInput) -> Result<CreateCalendarLinkPayload> {
    let args = (ctx.op(), input.name, ctx.asked().credential);
    let made = tx::write(&ctx.state().db, &args, |tx, (op, name, by)| {
        Box::pin(actions::create_calendar_link(tx, op, (name, *by)))
    })
    .await;
    let outcome = settle::<CreateCalendarLink, _>(ctx, made)?;
    let credential = changed(outcome.done.as_ref().map(|made| made.id));
    let base = ctx.state().public_url.clone().unwrap_or_default();
    let url = outcome.done.map(|made| format!("{base}/calendar/own/{}.ics", made.secret.expose()));
    Ok(CreateCalendarLinkPayload { url, credential, errors: outcome.errors })
}
