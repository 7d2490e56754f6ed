//! `logOut`. By hand: what it ends is what the request came with, so it takes no input.

use async_graphql::{Context, Result, SimpleObject};
use entities::accounts::actions;
use entities::shared::error::Refusal;
use entities::shared::refusals::FORBIDDEN;
use graph::accounts::types::Credential;
use kit::ctx::ContextExt;
use kit::mutate::{MutationError, changed, mutate};
use kit::mutation;

mutation! {
    LogOut -> LogOutPayload;
    codes []
}

/// What was ended.
#[derive(SimpleObject)]
pub struct LogOutPayload {
    /// The session or API token, with the time of its end.
    pub credential: Option<Credential>,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<LogOut>>,
}

/// Resolves the mutation. Whoever came without a credential is refused.
///
/// # Errors
/// Faults only.
pub async fn resolve(ctx: &Context<'_>) -> Result<LogOutPayload> {
    let credential = ctx.asked().credential.ok_or_else(|| Refusal::of(FORBIDDEN, "").into());
    let outcome = mutate::<LogOut, _, _, _>(ctx, None, credential, |tx, op, id| {
        Box::pin(actions::log_out_of(tx, op, id))
    })
    .await?;
    let credential = changed(outcome.done);
    Ok(LogOutPayload { credential, errors: outcome.errors })
}
