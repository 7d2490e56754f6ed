//! `requestPasswordReset`. By hand: open to everybody, and answered alike whether or not there is such an account.

use async_graphql::{Context, InputObject, Result, SimpleObject};
use edge::tries::limited;
use kit::ctx::ContextExt;
use kit::mutate::{MutationError, settle};
use kit::mutation;

use crate::accounts::links::{self, Tried};
use entities::shared::refusals::QUOTA_REACHED;

/// What `requestPasswordReset` takes.
#[derive(InputObject)]
pub struct RequestPasswordResetInput {
    /// Login e-mail, in any case.
    pub email: String,
}

mutation! {
    RequestPasswordReset (RequestPasswordResetInput) -> RequestPasswordResetPayload;
    codes [QUOTA_REACHED]
}

/// Whether the request was taken.
#[derive(SimpleObject)]
pub struct RequestPasswordResetPayload {
    /// The request was taken. It does not tell whether there is such an account.
    pub requested: bool,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<RequestPasswordReset>>,
}

/// Resolves the mutation.
///
/// # Errors
/// `RATE_LIMITED`; faults.
pub async fn resolve(
    ctx: &Context<'_>,
    input: RequestPasswordResetInput,
) -> Result<RequestPasswordResetPayload> {
    match links::request_reset(ctx.state(), &ctx.op(), ctx.asked().address, &input.email).await {
        Tried::TooMany(too_many) => Err(limited(&too_many)),
        Tried::Done(done) => {
            let outcome = settle::<RequestPasswordReset, _>(ctx, done)?;
            Ok(RequestPasswordResetPayload { requested: outcome.done.is_some(), errors: outcome.errors })
        }
    }
}
