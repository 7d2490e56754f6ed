//! From a request to an actor. Decides nothing else: what the actor may do is in the policy table.
//!
//! The one way in is `Authorization: Bearer …` with the secret of a session or an API token; there are no cookies,
//! so no other site can act with a browser's session.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use entities::accounts::actions::note_use;
use entities::accounts::store::{Resolved, resolve_token};
use entities::shared::actor::Actor;
use entities::shared::error::Error;
use entities::shared::ids::CredentialId;
use entities::shared::tx;

use crate::graphql::ctx::State;

/// Why a request has no actor.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// The header is no bearer token, or the token is unknown, expired, revoked, or of a blocked user: all alike.
    #[error("the token is not known or has expired")]
    Unauthenticated,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] Error),
}

/// Who asks, and the credential they came with: the public where there is no `Authorization` header.
///
/// # Errors
/// As [`AuthError`] says.
pub async fn actor_of_request(
    state: &State,
    headers: &HeaderMap,
) -> Result<(Actor, Option<CredentialId>), AuthError> {
    match bearer(headers)? {
        Some(secret) => {
            let (actor, credential) = actor_of_secret(state, secret).await?;
            Ok((actor, Some(credential)))
        }
        None => Ok((Actor::Public, None)),
    }
}

/// Whose a secret is, for where it comes another way than in a header: the first message of a socket.
///
/// # Errors
/// As [`AuthError`] says.
pub async fn actor_of_secret(state: &State, secret: &str) -> Result<(Actor, CredentialId), AuthError> {
    let found = resolve_token(&state.db, secret, state.clock.now()).await?;
    let resolved = found.ok_or(AuthError::Unauthenticated)?;
    if resolved.note_use {
        note(state, &resolved).await;
    }
    Ok((resolved.actor, resolved.credential_id))
}

/// Notes the use, at most once a minute. Nothing depends on it, so a failure only shows in the log.
async fn note(state: &State, resolved: &Resolved) {
    let call = state.call(resolved.actor.clone(), "auth");
    let args = (&call, resolved.credential_id);
    let noted = tx::write(&state.db, &args, |tx, (call, id)| Box::pin(note_use(tx, call, *id))).await;
    if let Err(error) = noted {
        tracing::warn!(%error, "the use of a credential was not noted");
    }
}

/// The secret of the one `Authorization` header; none where there is no header.
fn bearer(headers: &HeaderMap) -> Result<Option<&str>, AuthError> {
    let mut all = headers.get_all(AUTHORIZATION).iter();
    let (Some(header), more) = (all.next(), all.next()) else { return Ok(None) };
    let text = header.to_str().map_err(|_| AuthError::Unauthenticated)?;
    match text.split_once(' ') {
        Some((scheme, secret)) if more.is_none() && scheme.eq_ignore_ascii_case("bearer") => {
            Ok(Some(secret.trim()))
        }
        _ => Err(AuthError::Unauthenticated),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(values: &[&'static str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(AUTHORIZATION, axum::http::HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn one_bearer_header_is_read_and_nothing_else() {
        assert!(matches!(bearer(&headers(&[])), Ok(None)));
        for good in ["Bearer zw_s_x", "bearer  zw_s_x"] {
            assert_eq!(bearer(&headers(&[good])).unwrap(), Some("zw_s_x"));
        }
        for wrong in ["", "Bearer", "Basic zw_s_x", "zw_s_x"] {
            assert!(bearer(&headers(&[wrong])).is_err(), "{wrong}");
        }
        assert!(bearer(&headers(&["Bearer a", "Bearer b"])).is_err());
    }
}
