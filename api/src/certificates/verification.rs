//! The public page that verifies a certificate: who asks how often, what the register says, which page tells it.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State as Shared};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use edge::headers::RequestId;
use edge::rate;
use entities::certificates::verdict::VerdictKind;
use entities::certificates::{VerificationChannel, code};
use entities::shared::actor::Actor;
use graph::certificates::query::check;

use super::verify::{self, Facts, Verdict, page};
use crate::app::{App, address};

/// The public page that verifies a certificate.
pub(crate) async fn verification(
    Shared(app): Shared<App>,
    typed: Result<Path<String>, PathRejection>,
    extensions: axum::http::Extensions,
) -> Response {
    if let Err(too_many) = app.state.tries.check(address(&extensions)) {
        return too_many_checks(&too_many);
    }
    // What is no text is no code of a certificate.
    let typed = typed.map_or_else(|_| String::new(), |Path(typed)| typed);
    let request = extensions.get::<RequestId>().map_or_else(String::new, |id| id.0.to_string());
    let op = app.state.op(Actor::Public, &request);
    match check(&app.state, &op, &typed, VerificationChannel::Page).await {
        Ok(verdict) => {
            let shown = code::parse(&typed).unwrap_or_else(|| verify::normalise(&typed).unwrap_or_default());
            let verdict = verdict_of(verdict);
            page(&shown, &verdict).with_status(verdict.status())
        }
        Err(error) => {
            tracing::error!(%request, %error, "a certificate could not be verified");
            verify::unavailable().with_status(StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}

fn too_many_checks(too_many: &rate::TooMany) -> Response {
    let mut headers = HeaderMap::new();
    if let Ok(value) = too_many.retry_after_s().to_string().parse() {
        headers.insert(header::RETRY_AFTER, value);
    }
    let page = verify::unavailable().with_status(StatusCode::TOO_MANY_REQUESTS);
    (headers, page).into_response()
}

fn verdict_of(verdict: entities::certificates::verdict::Verdict) -> Verdict {
    let Some(facts) = verdict.facts else { return Verdict::Unknown };
    let shown = Facts {
        number: facts.number,
        // Told, so that nobody takes the missing name for a forgery.
        name: facts.name.or_else(|| facts.is_erased.then(|| verify::ERASED_NAME.to_owned())),
        training: facts.training,
        issuer: facts.issuer,
        issued_on: facts.issued_on,
        valid_until: facts.valid_until,
    };
    match verdict.kind {
        VerdictKind::Valid => Verdict::Valid(shown),
        VerdictKind::Corrected => {
            Verdict::Corrected { facts: shown, by: facts.corrected_by.unwrap_or_default() }
        }
        VerdictKind::Revoked => {
            Verdict::Revoked { on: facts.ended_on.unwrap_or(shown.issued_on), facts: shown }
        }
        VerdictKind::Expired => Verdict::Expired(shown.clone(), shown.valid_until.unwrap_or(shown.issued_on)),
        VerdictKind::Unknown => Verdict::Unknown,
    }
}
