//! `renewRecoveryCodes`. By hand: the password is checked before the transaction begins, and the answer holds secrets.

use async_graphql::{Context, InputObject, Result, SimpleObject};
use entities::accounts::actions;
use entities::accounts::refusals::{BAD_CREDENTIALS, CODE_INVALID, SECOND_FACTOR_NEEDED};
use entities::shared::refusals::WRONG_STATE;
use entities::shared::tx;
use kit::ctx::ContextExt;
use kit::mutate::{MutationError, settle};
use kit::mutation;

use crate::accounts::proof::password_again;

/// What `renewRecoveryCodes` takes.
#[derive(InputObject)]
pub struct RenewRecoveryCodesInput {
    /// The viewer's present password.
    #[graphql(secret)]
    pub password: String,
    /// The code that the app shows now, or a recovery code.
    #[graphql(secret)]
    pub code: String,
}

mutation! {
    RenewRecoveryCodes (RenewRecoveryCodesInput) -> RenewRecoveryCodesPayload;
    codes [BAD_CREDENTIALS, SECOND_FACTOR_NEEDED, CODE_INVALID, WRONG_STATE]
}

/// The new recovery codes.
#[derive(SimpleObject)]
pub struct RenewRecoveryCodesPayload {
    /// Recovery codes, each of which works once; those of before work no more. They are shown this once; empty if it was
    /// not done.
    pub recovery_codes: Vec<String>,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<RenewRecoveryCodes>>,
}

/// Resolves the mutation. Tries count as logins.
///
/// # Errors
/// `RATE_LIMITED`; faults.
pub async fn resolve(ctx: &Context<'_>, input: RenewRecoveryCodesInput) -> Result<RenewRecoveryCodesPayload> {
    let done = match password_again(ctx, input.password).await? {
        Ok(on_trial) => {
            let args = (ctx.op(), &ctx.state().vault, input.code);
            on_trial.settled(
                tx::write(&ctx.state().db, &args, |tx, (op, vault, code)| {
                    Box::pin(actions::renew_recovery_codes(tx, op, vault, code))
                })
                .await,
            )
        }
        Err(error) => Err(error),
    };
    let outcome = settle::<RenewRecoveryCodes, _>(ctx, done)?;
    let codes = outcome.done.unwrap_or_default();
    let recovery_codes = codes.iter().map(ToString::to_string).collect();
    Ok(RenewRecoveryCodesPayload { recovery_codes, errors: outcome.errors })
}
