//! `confirmSecondFactor`. By hand: the answer holds secrets.

use async_graphql::{Context, InputObject, Result, SimpleObject};
use entities::accounts::actions;
use entities::accounts::refusals::CODE_INVALID;
use entities::shared::refusals::WRONG_STATE;
use entities::shared::tx;
use kit::ctx::ContextExt;
use kit::mutate::{MutationError, settle};
use kit::mutation;

use crate::accounts::proof::count_try;

/// What `confirmSecondFactor` takes.
#[derive(InputObject)]
pub struct ConfirmSecondFactorInput {
    /// The code that the app shows now.
    #[graphql(secret)]
    pub code: String,
}

mutation! {
    ConfirmSecondFactor (ConfirmSecondFactorInput) -> ConfirmSecondFactorPayload;
    codes [CODE_INVALID, WRONG_STATE]
}

/// What stands in for a lost phone.
#[derive(SimpleObject)]
pub struct ConfirmSecondFactorPayload {
    /// Recovery codes, each of which works once in place of the app's code. They are shown this once; empty if it was
    /// not done.
    pub recovery_codes: Vec<String>,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<ConfirmSecondFactor>>,
}

/// Resolves the mutation. Tries count as logins.
///
/// # Errors
/// `RATE_LIMITED`; faults.
pub async fn resolve(
    ctx: &Context<'_>,
    input: ConfirmSecondFactorInput,
) -> Result<ConfirmSecondFactorPayload> {
    let done = match count_try(ctx).await? {
        Ok(on_trial) => {
            let args = (ctx.op(), &ctx.state().vault, input.code);
            on_trial.settled(
                tx::write(&ctx.state().db, &args, |tx, (op, vault, code)| {
                    Box::pin(actions::confirm_second_factor(tx, op, vault, code))
                })
                .await,
            )
        }
        Err(error) => Err(error),
    };
    let outcome = settle::<ConfirmSecondFactor, _>(ctx, done)?;
    let codes = outcome.done.unwrap_or_default();
    let recovery_codes = codes.iter().map(ToString::to_string).collect();
    Ok(ConfirmSecondFactorPayload { recovery_codes, errors: outcome.errors })
}
