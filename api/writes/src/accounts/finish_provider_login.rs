//! `finishProviderLogin`. By hand: its answer holds a secret, so there is no idempotency key and nothing of it is stored.

use async_graphql::{Context, InputObject, Result, SimpleObject};
use chrono::{DateTime, Utc};
use edge::tries::limited;
use entities::accounts::actions;
use entities::accounts::actor::actor_of;
use entities::accounts::refusals::{CODE_INVALID, LINK_INVALID, SECOND_FACTOR_NEEDED};
use entities::shared::refusals::DUPLICATE;
use entities::shared::tx;
use graph::accounts::viewer::Viewer;
use kit::ctx::ContextExt;
use kit::error::fault;
use kit::mutate::{MutationError, settle};
use kit::mutation;

/// What `finishProviderLogin` takes.
#[derive(InputObject)]
pub struct FinishProviderLoginInput {
    /// The code that the browser came back with: what stands behind the `#`, or on the page.
    #[graphql(secret)]
    pub code: String,
    /// What the client's challenge was made of.
    #[graphql(secret)]
    pub verifier: String,
    /// Code of the authenticator app, or a recovery code, where the account has a second factor. A try without it, or with
    /// a wrong one, leaves `code` as it is.
    #[graphql(secret)]
    pub second_factor: Option<String>,
}

mutation! {
    FinishProviderLogin (FinishProviderLoginInput) -> FinishProviderLoginPayload;
    codes [LINK_INVALID, SECOND_FACTOR_NEEDED, CODE_INVALID, DUPLICATE]
}

/// Who logged in.
#[derive(SimpleObject)]
pub struct FinishProviderLoginPayload {
    /// The secret to send as `Authorization: Bearer …` from now on. It is shown this once.
    pub token: Option<String>,
    /// When the session ends by itself.
    pub expires_at: Option<DateTime<Utc>>,
    /// Who logged in. Permissions below it (`viewerCan…`) are those of the request that logged in, i.e. none; ask
    /// `viewer` with the token for them.
    pub viewer: Option<Viewer>,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<FinishProviderLogin>>,
}

/// Resolves the mutation. Where the code stands for an account, tries count as logins to it.
///
/// # Errors
/// `RATE_LIMITED`; faults.
pub async fn resolve(
    ctx: &Context<'_>,
    input: FinishProviderLoginInput,
) -> Result<FinishProviderLoginPayload> {
    let (state, op) = (ctx.state(), ctx.op());
    ctx.tries().link(ctx.asked().address).map_err(|too_many| limited(&too_many))?;
    let email = actions::email_of_code(&state.db.reader, &op, &input.code).await;
    let email = email.map_err(|error| fault(ctx, &error))?;
    let on_trial = email.map(|email| ctx.tries().login(ctx.asked().address, &email)).transpose()?;
    let args = (op, &state.vault, input);
    let opened = tx::write(&state.db, &args, |tx, (op, vault, input)| {
        let (exchanged, second) = ((&*input.code, &*input.verifier), input.second_factor.as_deref());
        Box::pin(actions::finish_login(tx, op, vault, exchanged, second))
    });
    let opened = opened.await;
    let opened = match on_trial {
        Some(on_trial) => on_trial.settled(opened),
        None => opened,
    };
    let outcome = settle::<FinishProviderLogin, _>(ctx, opened)?;
    let Some(opened) = outcome.done else {
        let errors = outcome.errors;
        return Ok(FinishProviderLoginPayload { token: None, expires_at: None, viewer: None, errors });
    };
    let actor =
        actor_of(&state.db, opened.user_id, ctx.op().today()).await.map_err(|error| fault(ctx, &error))?;
    Ok(FinishProviderLoginPayload {
        token: Some(opened.secret.expose().to_owned()),
        expires_at: Some(opened.expires_at),
        viewer: actor.map(Viewer),
        errors: vec![],
    })
}
