//! The public pages that verify a certificate: who asks how often, what the register says, which page tells it.

use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequest, Path, Query, Request, State as Shared};
use axum::http::{Extensions, HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use edge::headers::RequestId;
use edge::rate;
use entities::certificates::verdict::VerdictKind;
use entities::certificates::{VerificationChannel, code, number, store};
use entities::shared::actor::Actor;
use graph::certificates::query::check;
use serde::Deserialize;

use super::verify::{self, Asked, Facts, Problem, Speech, Typed, Verdict, in_language, page};
use crate::app::{App, address};
use crate::forms::fields;

/// The language that somebody chose.
#[derive(Deserialize)]
pub(crate) struct Chosen {
    lang: Option<String>,
}

/// What the form of number and name sends.
#[derive(Deserialize, Default)]
pub(crate) struct Named {
    number: Option<String>,
    name: Option<String>,
    lang: Option<String>,
}

impl FromRequest<App> for Named {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let speech = Speech::of(None, request.headers());
        fields(request, app).await.map_err(|status| verify::unreadable(speech).with_status(status))
    }
}

/// By the code.
pub(crate) async fn by_code(
    Shared(app): Shared<App>,
    typed: Result<Path<String>, PathRejection>,
    Query(chosen): Query<Chosen>,
    headers: HeaderMap,
    extensions: Extensions,
) -> Response {
    let speech = Speech::of(chosen.lang.as_deref(), &headers);
    // What is no text is no code of a certificate.
    let typed = typed.map_or_else(|_| String::new(), |Path(typed)| typed);
    let shown = code::parse(&typed).unwrap_or_else(|| verify::normalise(&typed).unwrap_or_default());
    answer(&app, &extensions, store::Asked::Code(&typed), Asked::Code(shown), speech).await
}

/// By the hash of the file, which the browser has computed: the file stays where it is.
pub(crate) async fn by_file(
    Shared(app): Shared<App>,
    hash: Result<Path<String>, PathRejection>,
    Query(chosen): Query<Chosen>,
    headers: HeaderMap,
    extensions: Extensions,
) -> Response {
    let speech = Speech::of(chosen.lang.as_deref(), &headers);
    let hash = hash.map_or_else(|_| String::new(), |Path(hash)| hash);
    let shown: String = hash.chars().take(64).collect();
    answer(&app, &extensions, store::Asked::Hash(&hash), Asked::File(shown), speech).await
}

/// By the number and the name of its holder. Posted: a name belongs into no address.
pub(crate) async fn by_number(
    Shared(app): Shared<App>,
    headers: HeaderMap,
    extensions: Extensions,
    sent: Named,
) -> Response {
    let speech = Speech::of(sent.lang.as_deref(), &headers);
    let cut = |text: Option<String>, most| text.unwrap_or_default().chars().take(most).collect::<String>();
    let (number, name) = (cut(sent.number, 80), cut(sent.name, 200));
    if number.trim().is_empty() || name.trim().is_empty() {
        let back = Typed { number: &number, name: &name, problem: Some(Problem::BothNeeded), code: "" };
        return in_language(verify::landing(back, speech).with_status(StatusCode::BAD_REQUEST));
    }
    let asked = store::Asked::Number { number: &number, name: &name };
    answer(&app, &extensions, asked, Asked::Number(number::typed(&number)), speech).await
}

async fn answer(
    app: &App,
    extensions: &Extensions,
    asked: store::Asked<'_>,
    shown: Asked,
    speech: Speech,
) -> Response {
    if let Err(too_many) = app.state.tries.check(address(extensions)) {
        return too_many_checks(&too_many, speech);
    }
    let request = extensions.get::<RequestId>().map_or_else(String::new, |id| id.0.to_string());
    let op = app.state.op(Actor::Public, &request);
    match check(&app.state, &op, asked, VerificationChannel::Page).await {
        Ok(verdict) => {
            let verdict = verdict_of(verdict);
            in_language(page(&shown, &verdict, speech).with_status(verdict.status()))
        }
        Err(error) => {
            tracing::error!(%request, %error, "a certificate could not be verified");
            verify::unavailable(speech).with_status(StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}

fn too_many_checks(too_many: &rate::TooMany, speech: Speech) -> Response {
    let mut headers = HeaderMap::new();
    if let Ok(value) = too_many.retry_after_s().to_string().parse() {
        headers.insert(header::RETRY_AFTER, value);
    }
    let page = verify::unavailable(speech).with_status(StatusCode::TOO_MANY_REQUESTS);
    (headers, page).into_response()
}

fn verdict_of(verdict: entities::certificates::verdict::Verdict) -> Verdict {
    let Some(facts) = verdict.facts else { return Verdict::Unknown };
    let shown = Facts {
        kind: facts.certificate,
        number: facts.number,
        name: facts.name,
        is_erased: facts.is_erased,
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
