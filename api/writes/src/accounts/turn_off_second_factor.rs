//! `turnOffSecondFactor`. By hand: the password is checked before the transaction begins. No idempotency key, because
//! its hash of the input would tell of the password.

use async_graphql::{Context, InputObject, Result, SimpleObject};
use entities::accounts::actions;
use entities::accounts::refusals::{BAD_CREDENTIALS, CODE_INVALID, SECOND_FACTOR_NEEDED};
use entities::shared::refusals::WRONG_STATE;
use entities::shared::tx;
use graph::accounts::types::User;
use kit::ctx::ContextExt;
use kit::mutate::{MutationError, changed, settle};
use kit::mutation;

use crate::accounts::proof::password_again;

/// What `turnOffSecondFactor` takes.
#[derive(InputObject)]
pub struct TurnOffSecondFactorInput {
    /// The viewer's present password.
    #[graphql(secret)]
    pub password: String,
    /// The code that the app shows now, or a recovery code.
    #[graphql(secret)]
    pub code: String,
}

mutation! {
    TurnOffSecondFactor (TurnOffSecondFactorInput) -> TurnOffSecondFactorPayload;
    codes [BAD_CREDENTIALS, SECOND_FACTOR_NEEDED, CODE_INVALID, WRONG_STATE]
}

/// Whose second factor was turned off.
#[derive(SimpleObject)]
pub struct TurnOffSecondFactorPayload {
    /// The viewer's account.
    pub user: Option<User>,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<TurnOffSecondFactor>>,
}

/// Resolves the mutation. Tries count as logins.
///
/// # Errors
/// `RATE_LIMITED`; faults.
pub async fn resolve(
    ctx: &Context<'_>,
    input: TurnOffSecondFactorInput,
) -> Result<TurnOffSecondFactorPayload> {
    let done = match password_again(ctx, input.password).await? {
        Ok(on_trial) => {
            let args = (ctx.op(), &ctx.state().vault, input.code);
            on_trial.settled(
                tx::write(&ctx.state().db, &args, |tx, (op, vault, code)| {
                    Box::pin(actions::turn_off_second_factor(tx, op, vault, code))
                })
                .await,
            )
        }
        Err(error) => Err(error),
    };
    let outcome = settle::<TurnOffSecondFactor, _>(ctx, done)?;
    let user = changed(outcome.done);
    Ok(TurnOffSecondFactorPayload { user, errors: outcome.errors })
}
