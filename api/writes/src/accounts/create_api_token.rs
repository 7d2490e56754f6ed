//! `createApiToken`. By hand: its answer holds a secret, so there is no idempotency key and nothing of it is stored.

use async_graphql::{Context, InputObject, Result, SimpleObject};
use entities::accounts::TokenRoom;
use entities::accounts::actions::{self, NewApiToken};
use entities::shared::tx;
use graph::accounts::types::Credential;
use kit::ctx::ContextExt;
use kit::enums::Coded;
use kit::form;
use kit::mutate::{MutationError, changed, settle};
use kit::mutation;
use kit::scalars::DateTime;

/// What `createApiToken` takes.
#[derive(InputObject)]
pub struct CreateApiTokenInput {
    /// What its owner calls it.
    pub name: String,
    /// When it ends by itself, within a year; after 365 days where nothing is said.
    pub expires_at: Option<DateTime>,
    /// Whether it reads only: it then runs no mutations.
    #[graphql(default)]
    pub read_only: bool,
    /// The rooms it is bound to: it reads and does nothing of any other. All of them where nothing is said.
    pub rooms: Option<Vec<Coded<TokenRoom>>>,
}

mutation! {
    CreateApiToken (CreateApiTokenInput) -> CreateApiTokenPayload;
    codes []
}

/// What was made.
#[derive(SimpleObject)]
pub struct CreateApiTokenPayload {
    /// The secret to send as `Authorization: Bearer …`. It is shown this once.
    pub token: Option<String>,
    /// The API token.
    pub credential: Option<Credential>,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<CreateApiToken>>,
}

/// Resolves the mutation.
///
/// # Errors
/// Faults only.
pub async fn resolve(ctx: &Context<'_>, input: CreateApiTokenInput) -> Result<CreateApiTokenPayload> {
    let made = match form::read(|form| form.opt_instant("expiresAt", input.expires_at.as_ref())) {
        Ok(expires_at) => {
            let (read_only, by) = (input.read_only, ctx.asked().credential);
            let rooms = input.rooms.map(|rooms| rooms.into_iter().map(|room| room.0).collect());
            let args = (ctx.op(), NewApiToken { name: input.name, expires_at, read_only, rooms, by });
            tx::write(&ctx.state().db, &args, |tx, (op, new)| {
                Box::pin(actions::create_api_token(tx, op, new.clone()))
            })
            .await
        }
        Err(refused) => Err(refused),
    };
    let outcome = settle::<CreateApiToken, _>(ctx, made)?;
    let credential = changed(outcome.done.as_ref().map(|made| made.id));
    let token = outcome.done.map(|made| made.secret.expose().to_owned());
    Ok(CreateApiTokenPayload { token, credential, errors: outcome.errors })
}
