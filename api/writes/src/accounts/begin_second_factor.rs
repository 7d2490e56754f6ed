//! `beginSecondFactor`. By hand: the password is checked before the transaction begins, and the answer holds a secret.

use async_graphql::{Context, InputObject, Result, SimpleObject};
use entities::accounts::actions;
use entities::accounts::refusals::BAD_CREDENTIALS;
use entities::shared::refusals::WRONG_STATE;
use entities::shared::tx;
use kit::ctx::ContextExt;
use kit::mutate::{MutationError, settle};
use kit::mutation;

use crate::accounts::proof::password_again;

/// What `beginSecondFactor` takes.
#[derive(InputObject)]
pub struct BeginSecondFactorInput {
    /// The viewer's present password.
    #[graphql(secret)]
    pub password: String,
}

mutation! {
    BeginSecondFactor (BeginSecondFactorInput) -> BeginSecondFactorPayload;
    codes [BAD_CREDENTIALS, WRONG_STATE]
}

/// What the authenticator app needs, shown this once.
#[derive(SimpleObject)]
pub struct BeginSecondFactorPayload {
    /// The secret in base32, to be typed into an app.
    pub secret: Option<String>,
    /// The same as an `otpauth://` address, to be shown as a QR code.
    pub uri: Option<String>,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<BeginSecondFactor>>,
}

/// Resolves the mutation. Tries of the password count as logins.
///
/// # Errors
/// `RATE_LIMITED`; faults.
pub async fn resolve(ctx: &Context<'_>, input: BeginSecondFactorInput) -> Result<BeginSecondFactorPayload> {
    let done = match password_again(ctx, input.password).await? {
        Ok(on_trial) => {
            let args = (ctx.op(), &ctx.state().vault);
            on_trial.settled(
                tx::write(&ctx.state().db, &args, |tx, (op, vault)| {
                    Box::pin(actions::begin_second_factor(tx, op, vault))
                })
                .await,
            )
        }
        Err(error) => Err(error),
    };
    let outcome = settle::<BeginSecondFactor, _>(ctx, done)?;
    let (secret, uri) = outcome.done.map(|new| (new.secret.base32(), new.uri)).unzip();
    Ok(BeginSecondFactorPayload { secret, uri, errors: outcome.errors })
}
