//! Handlers of the pages that mailed links lead to. They do what the mutations do, for whoever has no client.

use std::net::IpAddr;

use async_graphql::ID;
use axum::Router;
use axum::extract::{FromRequest, Request, State as Shared};
use axum::http::{Extensions, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use edge::headers::RequestId;
use edge::html::Html;
use edge::rate::TooMany;
use entities::accounts::refusals::BAD_CREDENTIALS;
use entities::clauses::refusals::CLAUSE_REQUIRED;
use entities::shared::actor::Actor;
use entities::shared::enums::Choice as _;
use entities::shared::error::{Error, Refusal, Result};
use entities::shared::ids::ClauseVersionId;
use entities::shared::input::Check;
use entities::shared::language::Language;
use entities::shared::operation::Operation;
use entities::shared::refusals::INVALID;
use entities::shared::warsaw;
use entities::trainings::actions::AnswerOffer;
use kit::ids::parse;
use serde::Deserialize;
use writes::accounts::links::{self, Tried};

use crate::accounts::link_pages::{self as pages, Problem, Row};
use crate::accounts::ticket_page;
use crate::app::{App, address};
use crate::forms::fields;

/// The pages.
pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/invitation", get(invitation).post(accept))
        .route("/reset", get(async || pages::reset(None, "")).post(reset))
        .route("/reset/request", get(async || Redirect::to("/reset")).post(request_reset))
        .route("/my-certificates", get(async || pages::certificates(None)).post(open))
        .route(
            "/my-certificates/request",
            get(async || Redirect::to("/my-certificates")).post(request_certificates),
        )
        .route("/certificate", get(async || pages::certificate(None)).post(download))
        .route("/address", get(async || pages::address(None)).post(confirm))
        .route("/copy", get(async || pages::copy(None)).post(download_copy))
        .route("/ticket", get(async || pages::ticket_form(None)).post(show_ticket))
        .route("/offer", get(async || pages::offer(None, "")).post(answer_offer))
}

/// What the forms send.
#[derive(Deserialize, Default)]
struct Sent {
    #[serde(default)]
    code: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    email: String,
    /// What was pressed of an offer.
    #[serde(default)]
    answer: String,
    /// The version of the information clause that was shown.
    #[serde(default)]
    clause: String,
}

impl FromRequest<App> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> std::result::Result<Self, Response> {
        fields(request, app).await.map_err(|status| pages::unreadable().with_status(status))
    }
}

/// A call by nobody in particular.
pub(super) fn of_public(app: &App, extensions: &Extensions) -> (Operation, Option<IpAddr>) {
    let request = extensions.get::<RequestId>().map_or_else(String::new, |id| id.0.to_string());
    (app.state.op(Actor::Public, &request), address(extensions))
}

async fn invitation(Shared(app): Shared<App>) -> Html {
    pages::invitation(None, "", links::clause_of_accounts(&app.state, None, None).await.as_ref())
}

async fn accept(Shared(app): Shared<App>, extensions: Extensions, fields: Sent) -> Response {
    let (op, from) = of_public(&app, &extensions);
    let seen = parse::<ClauseVersionId>(&ID(fields.clause), "clause").ok();
    let clauses = seen.iter().copied().collect();
    let given = (fields.code.clone(), fields.password);
    let tried = links::accept(&app.state, &op, from, given, clauses).await;
    // What is missing is shown; else what was shown before.
    let asked = match &tried {
        Tried::Done(Err(Error::Refused(refusals))) => {
            refusals.iter().find_map(Refusal::names::<ClauseVersionId>)
        }
        _ => None,
    };
    let clause = links::clause_of_accounts(&app.state, asked, seen).await;
    answer(
        &op,
        tried,
        |()| pages::invited().into_response(),
        |problem| pages::invitation(Some(problem), &fields.code, clause.as_ref()),
    )
}

async fn reset(Shared(app): Shared<App>, extensions: Extensions, fields: Sent) -> Response {
    let (op, from) = of_public(&app, &extensions);
    let given = (fields.code.clone(), fields.password);
    let tried = links::reset(&app.state, &op, from, given).await;
    let again = |problem| pages::reset(Some(problem), &fields.code);
    answer(&op, tried, |()| pages::was_reset().into_response(), again)
}

async fn request_reset(Shared(app): Shared<App>, extensions: Extensions, fields: Sent) -> Response {
    let (op, from) = of_public(&app, &extensions);
    if !is_address(&fields.email) {
        return pages::reset(Some(Problem::Address), "").with_status(StatusCode::BAD_REQUEST);
    }
    let tried = links::request_reset(&app.state, &op, from, &fields.email).await;
    answer(&op, tried, |()| pages::requested().into_response(), |problem| pages::reset(Some(problem), ""))
}

async fn request_certificates(Shared(app): Shared<App>, extensions: Extensions, fields: Sent) -> Response {
    let (op, from) = of_public(&app, &extensions);
    if !is_address(&fields.email) {
        return pages::certificates(Some(Problem::Address)).with_status(StatusCode::BAD_REQUEST);
    }
    // The page is Polish, and so is what follows from it.
    let given = (&*fields.email, Language::Polish);
    let tried = links::request_certificates(&app.state, &op, from, given).await;
    answer(&op, tried, |()| pages::requested().into_response(), |problem| pages::certificates(Some(problem)))
}

async fn open(Shared(app): Shared<App>, extensions: Extensions, fields: Sent) -> Response {
    let (op, from) = of_public(&app, &extensions);
    let tried = links::open_certificates(&app.state, &op, from, &fields.code).await;
    let shown = |all: Vec<_>| {
        let rows =
            all.into_iter().map(|(own, (href, _)): (entities::certificates::store::OwnCertificate, _)| Row {
                training: own.training,
                kind: own.kind.label(Language::Polish),
                number: own.number,
                issued_on: warsaw::long_tied(own.issued_on),
                href,
            });
        pages::opened(&rows.collect::<Vec<_>>()).into_response()
    };
    answer(&op, tried, shown, |problem| pages::certificates(Some(problem)))
}

async fn confirm(Shared(app): Shared<App>, extensions: Extensions, fields: Sent) -> Response {
    let (op, from) = of_public(&app, &extensions);
    let tried = links::confirm_address(&app.state, &op, from, &fields.code).await;
    answer(
        &op,
        tried,
        |()| pages::address_confirmed().into_response(),
        |problem| pages::address(Some(problem)),
    )
}

async fn show_ticket(Shared(app): Shared<App>, extensions: Extensions, fields: Sent) -> Response {
    let (op, from) = of_public(&app, &extensions);
    let tried = links::ticket(&app.state, &op, from, &fields.code).await;
    let shown = |ticket| ticket_page::ticket(&ticket, fields.code.trim()).into_response();
    answer(&op, tried, shown, |problem| pages::ticket_form(Some(problem)))
}

async fn answer_offer(Shared(app): Shared<App>, extensions: Extensions, fields: Sent) -> Response {
    let (op, from) = of_public(&app, &extensions);
    let answer = match &*fields.answer {
        "accept" => AnswerOffer::Accept,
        "decline" => AnswerOffer::Decline,
        _ => return pages::offer(None, &fields.code).with_status(StatusCode::BAD_REQUEST),
    };
    let tried = links::answer_offer(&app.state, &op, from, (&fields.code, answer)).await;
    answer_page(&op, tried, answer, &fields.code)
}

fn answer_page<T>(op: &Operation, tried: Tried<T>, given: AnswerOffer, code: &str) -> Response {
    let done = |_| match given {
        AnswerOffer::Accept => pages::seat_taken().into_response(),
        AnswerOffer::Decline => pages::seat_declined().into_response(),
    };
    answer(op, tried, done, |problem| pages::offer(Some(problem), code))
}

async fn download_copy(Shared(app): Shared<App>, extensions: Extensions, fields: Sent) -> Response {
    let (op, from) = of_public(&app, &extensions);
    let tried = links::open_mailed(&app.state, &op, from, &fields.code).await;
    answer(&op, tried, |(path, _)| Redirect::to(&path).into_response(), |problem| pages::copy(Some(problem)))
}

async fn download(Shared(app): Shared<App>, extensions: Extensions, fields: Sent) -> Response {
    let (op, from) = of_public(&app, &extensions);
    let tried = links::open_mailed(&app.state, &op, from, &fields.code).await;
    answer(
        &op,
        tried,
        |(path, _)| Redirect::to(&path).into_response(),
        |problem| pages::certificate(Some(problem)),
    )
}

fn is_address(text: &str) -> bool {
    let mut check = Check::default();
    check.email("email", text);
    check.done().is_ok()
}

fn answer<T>(
    op: &Operation,
    tried: Tried<T>,
    done: impl FnOnce(T) -> Response,
    again: impl FnOnce(Problem) -> Html,
) -> Response {
    match tried {
        Tried::TooMany(too_many) => too_many_tries(&too_many),
        Tried::Done(outcome) => match problem_of(outcome) {
            Ok(value) => done(value),
            Err(Ok(problem)) => again(problem).with_status(StatusCode::BAD_REQUEST),
            Err(Err(error)) => {
                tracing::error!(request = %op.request, %error, "a mailed link could not be used");
                pages::later().with_status(StatusCode::SERVICE_UNAVAILABLE)
            }
        },
    }
}

/// A refusal as the page tells it; a fault stays one.
fn problem_of<T>(outcome: Result<T>) -> std::result::Result<T, std::result::Result<Problem, Error>> {
    match outcome {
        Ok(value) => Ok(value),
        Err(Error::Refused(refusals)) => Err(Ok(match refusals.first().map(|refusal| refusal.code) {
            Some(INVALID) => Problem::Password,
            Some(BAD_CREDENTIALS) => Problem::WrongPassword,
            Some(CLAUSE_REQUIRED) => Problem::Clause,
            _ => Problem::Code,
        })),
        Err(error) => Err(Err(error)),
    }
}

pub(super) fn too_many_tries(too_many: &TooMany) -> Response {
    let wait = [(header::RETRY_AFTER, too_many.retry_after_s().to_string())];
    (wait, pages::later().with_status(StatusCode::TOO_MANY_REQUESTS)).into_response()
}
