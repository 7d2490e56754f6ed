//! Certificates as Open Badges, and the keys that they are signed with.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State as Shared};
use axum::http::{Extensions, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use entities::certificates::open_badge::{Badge, published};
use entities::certificates::seal;
use entities::certificates::store::badge_of;
use entities::shared::error::Result;
use serde_json::{Value, json};

use crate::app::{App, address};

/// The badge of the certificate with this code: for whoever has the code, as the page that verifies it.
pub(crate) async fn badge(
    Shared(app): Shared<App>,
    typed: std::result::Result<Path<String>, PathRejection>,
    extensions: Extensions,
) -> Response {
    if let Err(too_many) = app.state.tries.check(address(&extensions)) {
        let mut answer = told(StatusCode::TOO_MANY_REQUESTS, "too many requests");
        answer.headers_mut().insert(header::RETRY_AFTER, too_many.retry_after_s().into());
        return answer;
    }
    let typed = typed.map_or_else(|_| String::new(), |Path(typed)| typed);
    match signed(&app, &typed).await {
        Ok(Some(Some(badge))) => {
            let mut answer = Json(badge).into_response();
            let name = HeaderValue::from_static("attachment; filename=\"odznaka.json\"");
            answer.headers_mut().insert(header::CONTENT_DISPOSITION, name);
            answer
                .headers_mut()
                .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/vc+ld+json"));
            answer
        }
        Ok(Some(None)) => told(StatusCode::GONE, "the certificate was revoked, replaced or erased"),
        Ok(None) => told(StatusCode::NOT_FOUND, "there is no such certificate"),
        Err(error) => {
            tracing::error!(%error, "a badge could not be signed");
            told(StatusCode::SERVICE_UNAVAILABLE, "please try again later")
        }
    }
}

/// The public keys of this installation, past ones too: whoever trusts this address can tell that a badge is ours.
pub(crate) async fn keys(Shared(app): Shared<App>) -> Json<Value> {
    Json(published(&app.state.badges.public_keys()))
}

/// The same keys as a set of JSON Web Keys, by which the seals of certificates verify.
pub(crate) async fn keys_of_seals(Shared(app): Shared<App>) -> Json<Value> {
    Json(seal::published(&app.state.badges.public_keys()))
}

async fn signed(app: &App, typed: &str) -> Result<Option<Option<Value>>> {
    let Some(found) = badge_of(&app.state.db.reader, typed).await? else { return Ok(None) };
    let Some((snapshot, edition)) = found else { return Ok(Some(None)) };
    // The key that signs is named in what is signed.
    let (key, _) = app.state.badges.sign(b"")?;
    let badge = Badge::of(&snapshot, edition, &key);
    let (signer, signature) = app.state.badges.sign(&badge.to_sign(&key))?;
    if signer != key {
        // The keys were read anew in between: whoever asked asks again.
        return Err(entities::shared::error::Error::Fault("the key changed meanwhile".into()));
    }
    Ok(Some(Some(badge.signed(&key, &signature))))
}

fn told(status: StatusCode, what: &'static str) -> Response {
    (status, Json(json!({ "error": what }))).into_response()
}
