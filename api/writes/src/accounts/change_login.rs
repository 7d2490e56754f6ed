//! `changeLogin`. By hand: the password is checked before the transaction begins. No idempotency key, because its hash of the
//! input would tell of the password.

use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use entities::accounts::actions::{self, ChangeLogin as Command};
use entities::accounts::refusals::BAD_CREDENTIALS;
use entities::shared::error::{self as action, refuse};
use entities::shared::ids::UserId;
use entities::shared::refusals::FORBIDDEN;
use entities::shared::tx;
use graph::accounts::types::User;
use kit::ctx::ContextExt;
use kit::form;
use kit::mutate::{MutationError, changed, settle};
use kit::mutation;

use super::proof::{acting, password_again};

/// What `changeLogin` takes.
#[derive(InputObject)]
pub struct ChangeLoginInput {
    /// Whose; one's own where absent.
    pub user_id: Option<ID>,
    /// The new login e-mail; the present one takes a change back.
    pub email: String,
    /// The present password; required for one's own.
    #[graphql(secret)]
    pub password: Option<String>,
    /// Why; required for that of somebody else. Goes into the audit trail.
    pub reason: Option<String>,
}

mutation! {
    ChangeLogin (ChangeLoginInput) -> ChangeLoginPayload;
    codes [BAD_CREDENTIALS]
}

/// Whose login changes.
#[derive(SimpleObject)]
pub struct ChangeLoginPayload {
    /// The user, with the new address waiting.
    pub user: Option<User>,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<ChangeLogin>>,
}

/// Resolves the mutation. Tries of one's own password count as logins.
///
/// # Errors
/// `RATE_LIMITED`; faults.
pub async fn resolve(ctx: &Context<'_>, input: ChangeLoginInput) -> Result<ChangeLoginPayload> {
    let own = ctx.actor().user_id();
    let target: action::Result<UserId> = match own {
        None => refuse(FORBIDDEN, ""),
        Some(own) => {
            form::read(|form| form.opt_id("userId", input.user_id.as_ref())).map(|id| id.unwrap_or(own))
        }
    };
    let done = match target {
        Ok(user_id) if Some(user_id) == own => {
            match password_again(ctx, input.password.unwrap_or_default()).await? {
                Ok(on_trial) => {
                    let proved = acting(ctx).await.map(|user| user.and_then(|user| user.password_hash));
                    let done = match proved {
                        Ok(proved) => {
                            change(ctx, Command { user_id, email: input.email, reason: input.reason }, proved)
                                .await
                        }
                        Err(error) => Err(error),
                    };
                    on_trial.settled(done)
                }
                Err(error) => Err(error),
            }
        }
        Ok(user_id) => change(ctx, Command { user_id, email: input.email, reason: input.reason }, None).await,
        Err(error) => Err(error),
    };
    let outcome = settle::<ChangeLogin, _>(ctx, done)?;
    let user = changed(outcome.done);
    Ok(ChangeLoginPayload { user, errors: outcome.errors })
}

async fn change(ctx: &Context<'_>, new: Command, proved: Option<String>) -> action::Result<UserId> {
    let args = (ctx.op(), new, proved);
    tx::write(&ctx.state().db, &args, |tx, (op, new, proved)| {
        Box::pin(actions::change_login(tx, op, new, proved.as_deref()))
    })
    .await
}
