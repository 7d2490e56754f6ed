//! Turns a request into an actor, and decides nothing else. Bearer tokens only: no cookies, so no request can be
//! forged by another site.

use std::sync::Arc;

use axum::http::{HeaderMap, header};
use entities::accounts::CredentialKind;
use entities::accounts::actions::note_use;
use entities::accounts::store::{Resolved, resolve_token};
use entities::shared::actor::Actor;
use entities::shared::error::Error;
use entities::shared::ids::CredentialId;
use entities::shared::tx;
use kit::ctx::State;

/// Who asks.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The user with all roles; without any where they are confined.
    pub actor: Actor,
    /// By which session or token.
    pub credential: Option<CredentialId>,
    /// Whether they must set up a second factor before anything else.
    pub confined: bool,
    /// Whether they came with a token that reads only.
    pub read_only: bool,
    /// The rooms that the token is bound to; none for all of them.
    pub rooms: Option<Arc<[&'static str]>>,
}

/// Why nobody could be made out.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// A token that is unknown, expired or revoked, or a header of another kind.
    #[error("the bearer token is unknown, expired or revoked")]
    Unauthenticated,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] Error),
}

/// The actor of a request; the public where no `Authorization` is given.
///
/// # Errors
/// A token that stands for nobody, or the database failed.
pub async fn caller(state: &State, headers: &HeaderMap) -> Result<Caller, AuthError> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Ok(Caller {
            actor: Actor::Public,
            credential: None,
            confined: false,
            read_only: false,
            rooms: None,
        });
    };
    let secret = value.to_str().ok().and_then(bearer).ok_or(AuthError::Unauthenticated)?;
    let now = state.clock.now();
    let Some(resolved) = resolve_token(&state.db, secret, now).await? else {
        return Err(AuthError::Unauthenticated);
    };
    if resolved.note_use {
        let op = state.op(resolved.actor.clone(), "auth");
        let args = (&op, resolved.credential_id);
        let noted = tx::write(&state.db, &args, |tx, (op, id)| Box::pin(note_use(tx, op, *id))).await;
        if let Err(error) = noted {
            // Not worth refusing a request for.
            tracing::warn!(%error, "the use of a credential was not noted");
        }
    }
    let confined = is_confined(state, &resolved);
    let actor = if confined { resolved.actor.without_rights() } else { resolved.actor };
    let (credential, read_only) = (Some(resolved.credential_id), resolved.read_only);
    let rooms = resolved.rooms.map(|rooms| rooms.iter().map(|room| room.code()).collect());
    Ok(Caller { actor, credential, confined, read_only, rooms })
}

/// A session of somebody whose role must have a second factor, and who has none. API tokens were made in sessions, and
/// programs have no phone.
fn is_confined(state: &State, resolved: &Resolved) -> bool {
    let must = || resolved.actor.grants().iter().any(|held| state.second_factor_for.contains(&held.role));
    resolved.kind == CredentialKind::Session && !resolved.has_second_factor && must()
}

/// The bearer secret of a request, for logging out.
pub fn secret_of(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok().and_then(bearer)
}

fn bearer(value: &str) -> Option<&str> {
    let (scheme, secret) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}
