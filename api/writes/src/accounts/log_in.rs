//! `logIn`. By hand: its answer holds a secret, so there is no idempotency key and nothing of it is stored.

use async_graphql::{Context, InputObject, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entities::accounts::actions;
use entities::accounts::actor::actor_of;
use entities::accounts::refusals::{BAD_CREDENTIALS, CODE_INVALID, SECOND_FACTOR_NEEDED};
use entities::shared::error::Error;
use graph::accounts::viewer::Viewer;
use kit::ctx::ContextExt;
use kit::error::fault;
use kit::mutate::{MutationError, settle};
use kit::mutation;

/// What `logIn` takes.
#[derive(InputObject)]
pub struct LogInInput {
    /// Login e-mail, in any case.
    pub email: String,
    /// Password.
    #[graphql(secret)]
    pub password: String,
    /// Code of the authenticator app, or a recovery code, where the account has a second factor. Without it the right
    /// password is answered with `SECOND_FACTOR_NEEDED`.
    #[graphql(secret)]
    pub code: Option<String>,
    /// What an earlier login from this device has answered as `deviceToken`. Failed logins from elsewhere do not count against
    /// it. It opens nothing by itself.
    #[graphql(secret)]
    pub device_token: Option<String>,
}

mutation! {
    LogIn (LogInInput) -> LogInPayload;
    codes [BAD_CREDENTIALS, SECOND_FACTOR_NEEDED, CODE_INVALID]
}

/// Who logged in.
#[derive(SimpleObject)]
pub struct LogInPayload {
    /// The secret to send as `Authorization: Bearer …` from now on. It is shown this once.
    pub token: Option<String>,
    /// When the session ends by itself.
    pub expires_at: Option<DateTime<Utc>>,
    /// What the device keeps and sends with its next login; none where it was sent. It holds for 180 days from each login.
    pub device_token: Option<String>,
    /// Who logged in. Permissions below it (`viewerCan…`) are those of the request that logged in, i.e. none; ask
    /// `viewer` with the token for them.
    pub viewer: Option<Viewer>,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<LogIn>>,
}

/// Resolves the mutation.
///
/// # Errors
/// `RATE_LIMITED`; faults.
pub async fn resolve(ctx: &Context<'_>, input: LogInInput) -> Result<LogInPayload> {
    let db = &ctx.state().db;
    let device = match &input.device_token {
        Some(secret) => actions::known_device(&db.reader, &ctx.op(), (&input.email, secret)).await,
        None => Ok(None),
    };
    let device = device.map_err(|error| fault(ctx, &error))?;
    let on_trial = ctx.tries().login_by(ctx.asked().address, &input.email, device)?;
    let who = actions::LogIn { email: input.email, password: input.password, code: input.code, device };
    let opened = actions::log_in(db, &ctx.state().vault, &ctx.op(), who).await;
    let opened = match opened {
        Err(error) if needs_code(&error) => {
            on_trial.forgiven();
            Err(error)
        }
        opened => on_trial.settled(opened),
    };
    let outcome = settle::<LogIn, _>(ctx, opened)?;
    let Some(actions::LoggedIn { session: opened, device }) = outcome.done else {
        let errors = outcome.errors;
        return Ok(LogInPayload { token: None, expires_at: None, device_token: None, viewer: None, errors });
    };
    let actor = actor_of(db, opened.user_id, ctx.op().today()).await.map_err(|error| fault(ctx, &error))?;
    Ok(LogInPayload {
        token: Some(opened.secret.expose().to_owned()),
        expires_at: Some(opened.expires_at),
        device_token: device.map(|secret| secret.expose().to_owned()),
        viewer: actor.map(Viewer),
        errors: vec![],
    })
}

/// Whether the password was right, and a code is still missing.
fn needs_code(error: &Error) -> bool {
    matches!(error, Error::Refused(all) if all.iter().any(|refusal| refusal.code == SECOND_FACTOR_NEEDED))
}
