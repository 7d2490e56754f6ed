//! `resetPassword`. By hand: the password is hashed before the transaction begins, and nothing of it is stored.

use async_graphql::{Context, InputObject, Result, SimpleObject};
use edge::tries::limited;
use entities::accounts::refusals::LINK_INVALID;
use kit::ctx::ContextExt;
use kit::mutate::{MutationError, settle};
use kit::mutation;

use crate::accounts::links::{self, Tried};

/// What `resetPassword` takes.
#[derive(InputObject)]
pub struct ResetPasswordInput {
    /// The code of the message: what stands behind the `#` of its link.
    #[graphql(secret)]
    pub token: String,
    /// The new password, 12 to 200 characters.
    #[graphql(secret)]
    pub password: String,
}

mutation! {
    ResetPassword (ResetPasswordInput) -> ResetPasswordPayload;
    codes [LINK_INVALID]
}

/// Whether the password was set.
#[derive(SimpleObject)]
pub struct ResetPasswordPayload {
    /// Whether the new password holds; all sessions have ended.
    pub reset: bool,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<ResetPassword>>,
}

/// Resolves the mutation.
///
/// # Errors
/// `RATE_LIMITED`; faults.
pub async fn resolve(ctx: &Context<'_>, input: ResetPasswordInput) -> Result<ResetPasswordPayload> {
    let given = (input.token, input.password);
    match links::reset(ctx.state(), &ctx.op(), ctx.asked().address, given).await {
        Tried::TooMany(too_many) => Err(limited(&too_many)),
        Tried::Done(done) => {
            let outcome = settle::<ResetPassword, _>(ctx, done)?;
            Ok(ResetPasswordPayload { reset: outcome.done.is_some(), errors: outcome.errors })
        }
    }
}
