//! `endOtherSessions`. By hand: what stays is what the request came with.

use async_graphql::{Context, InputObject, Result, SimpleObject};
use entities::accounts::actions::{self, EndOthers};
use kit::ctx::ContextExt;
use kit::mutate::{MutationError, mutate};
use kit::mutation;

/// What `endOtherSessions` takes.
#[derive(InputObject)]
pub struct EndOtherSessionsInput {
    /// Whether API tokens end, too.
    #[graphql(default)]
    pub api_tokens: bool,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    EndOtherSessions (EndOtherSessionsInput) -> EndOtherSessionsPayload;
    codes []
}

/// What was ended.
#[derive(SimpleObject)]
pub struct EndOtherSessionsPayload {
    /// How many sessions and API tokens have ended.
    pub ended: i32,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<EndOtherSessions>>,
}

/// Resolves the mutation.
///
/// # Errors
/// Faults only.
pub async fn resolve(ctx: &Context<'_>, input: EndOtherSessionsInput) -> Result<EndOtherSessionsPayload> {
    let command = EndOthers { but: ctx.asked().credential, api_tokens: input.api_tokens };
    let outcome =
        mutate::<EndOtherSessions, _, _, _>(ctx, input.idempotency_key, Ok(command), |tx, op, cmd| {
            Box::pin(actions::end_other_sessions(tx, op, cmd))
        })
        .await?;
    let ended = outcome.done.map_or(0, |ended| i32::try_from(ended).unwrap_or(i32::MAX));
    Ok(EndOtherSessionsPayload { ended, errors: outcome.errors })
}
