//! `finishIdentityLink`. By hand: its input holds secrets, so there is no idempotency key.

use async_graphql::{Context, InputObject, Result, SimpleObject};
use entities::accounts::actions;
use entities::accounts::refusals::LINK_INVALID;
use entities::shared::refusals::DUPLICATE;
use entities::shared::tx;
use graph::accounts::types::Identity;
use kit::ctx::ContextExt;
use kit::mutate::{MutationError, changed, settle};
use kit::mutation;

/// What `finishIdentityLink` takes.
#[derive(InputObject)]
pub struct FinishIdentityLinkInput {
    /// The code that the browser came back with: what stands behind the `#`.
    #[graphql(secret)]
    pub code: String,
    /// What the client's challenge was made of.
    #[graphql(secret)]
    pub verifier: String,
}

mutation! {
    FinishIdentityLink (FinishIdentityLinkInput) -> FinishIdentityLinkPayload;
    codes [LINK_INVALID, DUPLICATE]
}

/// What was linked.
#[derive(SimpleObject)]
pub struct FinishIdentityLinkPayload {
    /// The identity, by which the viewer may log in from now on.
    pub identity: Option<Identity>,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<FinishIdentityLink>>,
}

/// Resolves the mutation.
///
/// # Errors
/// Faults only.
pub async fn resolve(ctx: &Context<'_>, input: FinishIdentityLinkInput) -> Result<FinishIdentityLinkPayload> {
    let args = (ctx.op(), input.code, input.verifier);
    let done = tx::write(&ctx.state().db, &args, |tx, (op, code, verifier)| {
        Box::pin(actions::finish_link(tx, op, code, verifier))
    });
    let outcome = settle::<FinishIdentityLink, _>(ctx, done.await)?;
    let identity = changed(outcome.done);
    Ok(FinishIdentityLinkPayload { identity, errors: outcome.errors })
}
