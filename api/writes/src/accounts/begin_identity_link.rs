//! `beginIdentityLink`. By hand: the password is checked before the transaction begins, and the answer holds a secret.

use async_graphql::{Context, InputObject, Result, SimpleObject};
use entities::accounts::actions;
use entities::accounts::refusals::{BAD_CREDENTIALS, PROVIDER_MISSING};
use entities::shared::error::{self as action, refuse};
use entities::shared::refusals::INVALID;
use entities::shared::tx;
use kit::ctx::ContextExt;
use kit::mutate::{MutationError, settle};
use kit::mutation;

use crate::accounts::proof::password_again;

/// What `beginIdentityLink` takes.
#[derive(InputObject)]
pub struct BeginIdentityLinkInput {
    /// The viewer's present password.
    #[graphql(secret)]
    pub password: String,
    /// The client's challenge: SHA-256 of a random verifier of 43 to 128 characters, in base64url without padding (S256 of
    /// RFC 7636).
    pub challenge: String,
    /// Where the browser goes in the end: an address on the installation's list; a page that shows the code where none is
    /// given.
    pub return_to: Option<String>,
}

mutation! {
    BeginIdentityLink (BeginIdentityLinkInput) -> BeginIdentityLinkPayload;
    codes [BAD_CREDENTIALS, PROVIDER_MISSING]
}

/// Where the browser goes to log in at the provider.
#[derive(SimpleObject)]
pub struct BeginIdentityLinkPayload {
    /// Path and query below the address of this API, for the browser; good for ten minutes, once.
    pub start_path: Option<String>,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<BeginIdentityLink>>,
}

/// Resolves the mutation. Tries of the password count as logins.
///
/// # Errors
/// `RATE_LIMITED`; faults.
pub async fn resolve(ctx: &Context<'_>, input: BeginIdentityLinkInput) -> Result<BeginIdentityLinkPayload> {
    let done = match password_again(ctx, input.password).await? {
        Ok(on_trial) => on_trial.settled(begin(ctx, input.challenge, input.return_to).await),
        Err(error) => Err(error),
    };
    let outcome = settle::<BeginIdentityLink, _>(ctx, done)?;
    Ok(BeginIdentityLinkPayload { start_path: outcome.done, errors: outcome.errors })
}

async fn begin(ctx: &Context<'_>, challenge: String, return_to: Option<String>) -> action::Result<String> {
    let Some(provider) = &ctx.state().oidc else { return refuse(PROVIDER_MISSING, "") };
    if return_to.as_deref().is_some_and(|url| !provider.may_return_to(url)) {
        return refuse(INVALID, "returnTo");
    }
    let args = (ctx.op(), challenge, return_to);
    let ticket = tx::write(&ctx.state().db, &args, |tx, (op, challenge, return_to)| {
        Box::pin(actions::begin_link(tx, op, challenge, return_to.as_deref()))
    });
    Ok(format!("/oidc/start?ticket={}", ticket.await?.expose()))
}
