//! The password once more: what concerns the safety of an account is not done on the strength of a session alone.

use async_graphql::{Context, Result};
use edge::tries::Attempt;
use entities::accounts::refusals::BAD_CREDENTIALS;
use entities::accounts::{password, user};
use entities::shared::error::{self as actions, Error, refuse};
use entities::shared::ids::TypedId;
use entities::shared::read;
use entities::shared::refusals::FORBIDDEN;
use kit::ctx::ContextExt;

/// The acting user; none for the public.
///
/// # Errors
/// The database failed.
pub(super) async fn acting(ctx: &Context<'_>) -> actions::Result<Option<user::Model>> {
    let Some(own) = ctx.actor().user_id() else { return Ok(None) };
    let seen = read::by_ids::<user::Entity>(&ctx.state().db.reader, ctx.actor(), &[own.uuid()]).await;
    Ok(seen.map_err(Error::Db)?.pop())
}

/// Begins a try of a code by the acting user, which counts as one of a login.
///
/// # Errors
/// `RATE_LIMITED`.
pub(super) async fn count_try(ctx: &Context<'_>) -> Result<actions::Result<Attempt>> {
    match acting(ctx).await {
        Ok(Some(user)) => ctx.tries().login(ctx.asked().address, &user.email).map(Ok),
        Ok(None) => Ok(refuse(FORBIDDEN, "")),
        Err(error) => Ok(Err(error)),
    }
}

/// Makes sure of the acting user's password; tries count as logins until all that is done with it is right.
///
/// # Errors
/// `RATE_LIMITED`. What is wrong with the user or the password is the inner result's.
pub(super) async fn password_again(ctx: &Context<'_>, typed: String) -> Result<actions::Result<Attempt>> {
    let user = match acting(ctx).await {
        Ok(Some(user)) => user,
        Ok(None) => return Ok(refuse(FORBIDDEN, "")),
        Err(error) => return Ok(Err(error)),
    };
    let on_trial = ctx.tries().login(ctx.asked().address, &user.email)?;
    Ok(match password::verify(typed, user.password_hash).await {
        Ok(true) => Ok(on_trial),
        Ok(false) => refuse(BAD_CREDENTIALS, "password"),
        Err(error) => Err(error),
    })
}
