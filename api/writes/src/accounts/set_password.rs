//! `setPassword`. By hand: the present password is checked and the new one hashed before the transaction begins. No
//! idempotency key, because its hash of the input would tell of the password.

use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use entities::accounts::password::{self, Hashed};
use entities::accounts::refusals::BAD_CREDENTIALS;
use entities::accounts::store::own_facts;
use entities::accounts::{actions, user};
use entities::shared::error::{self as action, Error, found, refuse};
use entities::shared::ids::UserId;
use entities::shared::refusals::{FORBIDDEN, STALE_VERSION};
use entities::shared::{read, tx};
use graph::accounts::types::User;
use kit::ctx::ContextExt;
use kit::form;
use kit::mutate::{MutationError, changed, settle};
use kit::mutation;

/// What `setPassword` takes.
#[derive(InputObject)]
pub struct SetPasswordInput {
    /// Whose; one's own where absent.
    pub user_id: Option<ID>,
    /// The present password; required for one's own.
    #[graphql(secret)]
    pub current_password: Option<String>,
    /// The new password, 12 to 200 characters.
    #[graphql(secret)]
    pub password: String,
}

mutation! {
    SetPassword (SetPasswordInput) -> SetPasswordPayload;
    codes [BAD_CREDENTIALS, STALE_VERSION]
}

/// Whose password was set.
#[derive(SimpleObject)]
pub struct SetPasswordPayload {
    /// The user.
    pub user: Option<User>,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<SetPassword>>,
}

/// Resolves the mutation. Tries of one's own present password count as logins.
///
/// # Errors
/// `RATE_LIMITED`; faults.
pub async fn resolve(ctx: &Context<'_>, input: SetPasswordInput) -> Result<SetPasswordPayload> {
    let done = match target(ctx, input.user_id.as_ref()).await {
        Ok(user) => {
            let is_own = ctx.actor().user_id() == Some(user.id);
            let on_trial = is_own.then(|| ctx.tries().login(ctx.asked().address, &user.email)).transpose()?;
            let done = set(ctx, user, input).await;
            match on_trial {
                Some(on_trial) => on_trial.settled(done),
                None => done,
            }
        }
        Err(error) => Err(error),
    };
    let outcome = settle::<SetPassword, _>(ctx, done)?;
    let user = changed(outcome.done);
    Ok(SetPasswordPayload { user, errors: outcome.errors })
}

/// Nobody makes the server hash for a user they may not see.
async fn target(ctx: &Context<'_>, given: Option<&ID>) -> action::Result<user::Model> {
    let actor = ctx.actor();
    let Some(own) = actor.user_id() else { return refuse(FORBIDDEN, "") };
    let id: UserId = form::read(|form| form.opt_id("userId", given))?.unwrap_or(own);
    let seen = read::by_ids::<user::Entity>(&ctx.state().db.reader, actor, &[id.0]).await;
    found(seen.map_err(Error::Db)?.pop(), "userId")
}

async fn set(ctx: &Context<'_>, user: user::Model, input: SetPasswordInput) -> action::Result<UserId> {
    if ctx.actor().user_id() == Some(user.id)
        && !password::verify(input.current_password.unwrap_or_default(), user.password_hash.clone()).await?
    {
        return refuse(BAD_CREDENTIALS, "currentPassword");
    }
    let own = own_facts(&ctx.state().db.reader, &user.email, user.person_id).await?;
    let hashed: Hashed = password::hash(input.password, &own, &*ctx.state().chance).await?;
    let args = (ctx.op(), user, hashed);
    tx::write(&ctx.state().db, &args, |tx, (op, user, hashed)| {
        Box::pin(actions::set_password(tx, op, (user.id, user.password_hash.as_deref()), hashed))
    })
    .await
}
