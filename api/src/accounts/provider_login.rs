//! `/oidc/start` and `/oidc/callback`: a browser goes to the provider and comes back. What comes of it is a code for the
//! client, behind the `#` of the client's own address or on a page; a token is never in an address.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Query, State as Shared};
use axum::http::{Extensions, HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use edge::headers::RequestId;
use entities::accounts::actions::{self, Arrival, NewFlow};
use entities::accounts::login_secrets::{BROWSER, Derived, STATE, derived};
use entities::accounts::oidc_flow;
use entities::accounts::token::{Secret, hash_of_link};
use entities::shared::actor::Actor;
use entities::shared::error::{Error, Result};
use entities::shared::operation::Operation;
use entities::shared::tx;
use kit::ctx::State;
use provider::{Provider, ProviderError};
use serde::Deserialize;

use crate::accounts::link_pages;
use crate::accounts::provider_words::{self as pages, Problem};
use crate::app::{App, address};

/// Where browsers come back to, below the public address.
pub const CALLBACK: &str = "/oidc/callback";

/// The pages.
pub(crate) fn router() -> Router<App> {
    Router::new().route("/oidc/start", get(start)).route(CALLBACK, get(callback))
}

/// What a client asks for.
#[derive(Deserialize)]
struct Asked {
    challenge: Option<String>,
    return_to: Option<String>,
    ticket: Option<String>,
}

/// What the provider sends.
#[derive(Deserialize)]
struct Sent {
    state: Option<String>,
    code: Option<String>,
    iss: Option<String>,
}

/// Why a page is shown instead.
enum Stop {
    Problem(Problem),
    Fault(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        match error {
            // Every refusal of these actions means the same: this login is over.
            Error::Refused(_) => Self::Problem(Problem::Over),
            error => Self::Fault(error),
        }
    }
}

impl From<ProviderError> for Stop {
    fn from(error: ProviderError) -> Self {
        tracing::warn!(%error, "a login at the provider came to nothing");
        Self::Problem(match error {
            ProviderError::Unavailable(_) => Problem::Unavailable,
            ProviderError::Refused(_) => Problem::Over,
            ProviderError::Untrusted(_) => Problem::Untrusted,
        })
    }
}

fn stopped(op: &Operation, stop: Stop, back: Option<&str>) -> Response {
    match stop {
        Stop::Problem(problem) => pages::problem(problem, back).with_status(problem.status()),
        Stop::Fault(error) => {
            tracing::error!(request = %op.request, %error, "a login at the provider failed");
            link_pages::later().with_status(StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}

/// A call by nobody in particular, and the provider; counts the try.
fn begin(
    app: &App,
    extensions: &Extensions,
) -> std::result::Result<(Operation, Arc<Provider>), Box<Response>> {
    let request = extensions.get::<RequestId>().map_or_else(String::new, |id| id.0.to_string());
    let op = app.state.op(Actor::Public, &request);
    let from: Option<IpAddr> = address(extensions);
    if let Err(too_many) = app.state.tries.link(from) {
        let wait = [(header::RETRY_AFTER, too_many.retry_after_s().to_string())];
        let answer = (wait, link_pages::later().with_status(StatusCode::TOO_MANY_REQUESTS));
        return Err(Box::new(answer.into_response()));
    }
    match &app.state.oidc {
        Some(provider) => Ok((op, Arc::clone(provider))),
        None => Err(Box::new(stopped(&op, Stop::Problem(Problem::Missing), None))),
    }
}

async fn start(Shared(app): Shared<App>, Query(asked): Query<Asked>, extensions: Extensions) -> Response {
    let (op, provider) = match begin(&app, &extensions) {
        Ok(begun) => begun,
        Err(answer) => return *answer,
    };
    match started(&app.state, &op, &provider, asked).await {
        Ok((url, browser)) => {
            let cookie = [(header::SET_COOKIE, cookie_of(&app.state, browser.expose()))];
            (cookie, Redirect::to(&url)).into_response()
        }
        Err(stop) => stopped(&op, stop, None),
    }
}

/// The provider is asked before anything is written: a login that cannot begin leaves nothing.
async fn started(
    state: &State,
    op: &Operation,
    provider: &Provider,
    asked: Asked,
) -> std::result::Result<(String, Secret), Stop> {
    let return_to = asked.return_to;
    if return_to.as_deref().is_some_and(|url| !provider.may_return_to(url)) {
        return Err(Stop::Problem(Problem::Asked));
    }
    let (sent, browser) = (Secret::of_link(STATE, &*op.chance), Secret::of_link(BROWSER, &*op.chance));
    let of = |what| derived(what, browser.expose(), sent.expose());
    let url = provider.login_url(sent.expose(), of(Derived::Nonce), of(Derived::Verifier)).await?;
    let done: Result<()> = match (asked.ticket, asked.challenge) {
        (Some(ticket), None) => {
            let args = (op, ticket, sent.hash(), browser.hash());
            tx::write(&state.db, &args, |tx, (op, ticket, state, browser)| {
                Box::pin(actions::start_link(tx, op, ticket, (state, browser)))
            })
            .await
        }
        (None, Some(challenge)) => {
            let (state_hash, browser_hash) = (sent.hash(), browser.hash());
            let args = (op, NewFlow { state_hash, browser_hash, challenge, return_to });
            let done =
                tx::write(&state.db, &args, |tx, (op, new)| Box::pin(actions::start_flow(tx, op, new)));
            match done.await {
                Err(Error::Refused(_)) => return Err(Stop::Problem(Problem::Asked)),
                done => done,
            }
        }
        _ => return Err(Stop::Problem(Problem::Asked)),
    };
    done?;
    Ok((url.into(), browser))
}

async fn callback(
    Shared(app): Shared<App>,
    Query(sent): Query<Sent>,
    headers: HeaderMap,
    extensions: Extensions,
) -> Response {
    let (op, provider) = match begin(&app, &extensions) {
        Ok(begun) => begun,
        Err(answer) => return *answer,
    };
    let browser = cookie_in(&app.state, &headers);
    let flow = match taken(&app.state, &op, sent.state.as_deref(), browser).await {
        Ok(flow) => flow,
        Err(stop) => return stopped(&op, stop, None),
    };
    let (state, browser) = (sent.state.unwrap_or_default(), browser.unwrap_or_default());
    let back = flow.return_to.as_deref();
    let mut answer =
        match arrived(&app.state, &op, &provider, &flow, (&state, browser), (sent.code, sent.iss)).await {
            Ok(code) => match back {
                Some(back) => Redirect::to(&format!("{back}#{}", code.expose())).into_response(),
                None => pages::code(code.expose()).into_response(),
            },
            Err(stop) => stopped(&op, stop, back),
        };
    answer.headers_mut().insert(header::SET_COOKIE, cookie_of(&app.state, ""));
    answer
}

async fn taken(
    state: &State,
    op: &Operation,
    sent: Option<&str>,
    browser: Option<&str>,
) -> std::result::Result<oidc_flow::Model, Stop> {
    let browser = browser.and_then(|secret| hash_of_link(BROWSER, secret));
    let (Some(sent), Some(browser)) = (sent, browser) else { return Err(Stop::Problem(Problem::Over)) };
    let args = (op, sent, browser);
    let taken = tx::write(&state.db, &args, |tx, (op, sent, browser)| {
        Box::pin(actions::take_flow(tx, op, sent, browser))
    });
    Ok(taken.await?)
}

async fn arrived(
    state: &State,
    op: &Operation,
    provider: &Provider,
    flow: &oidc_flow::Model,
    (sent, browser): (&str, &str),
    (code, issuer): (Option<String>, Option<String>),
) -> std::result::Result<Secret, Stop> {
    let Some(code) = code else { return Err(Stop::Problem(Problem::Refused)) };
    // RFC 9207: who answers is who was asked.
    if issuer.is_some_and(|issuer| issuer != provider.issuer()) {
        return Err(Stop::Problem(Problem::Untrusted));
    }
    let (nonce, verifier) =
        (derived(Derived::Nonce, browser, sent), derived(Derived::Verifier, browser, sent));
    let word = provider.word(code, (nonce, verifier), op.now).await?;
    let args = (op, flow, word);
    let arrival =
        tx::write(&state.db, &args, |tx, (op, flow, word)| Box::pin(actions::note_word(tx, op, flow, word)));
    match arrival.await? {
        Arrival::Code(code) => Ok(code),
        Arrival::NoAccount => Err(Stop::Problem(Problem::NoAccount)),
        Arrival::Unverified => Err(Stop::Problem(Problem::Unverified)),
        Arrival::Blocked => Err(Stop::Problem(Problem::Blocked)),
        Arrival::Taken => Err(Stop::Problem(Problem::Taken)),
    }
}

/// A browser keeps a cookie with this prefix for the host that set it, over TLS, alone; without TLS it is this computer.
const fn cookie_name(is_tls: bool) -> &'static str {
    if is_tls { "__Host-zwornik-oidc" } else { "zwornik-oidc" }
}

fn is_tls(state: &State) -> bool {
    state.public_url.as_deref().is_none_or(|url| url.starts_with("https://"))
}

/// The cookie of a browser for as long as a login may take; an empty secret takes it away.
fn cookie_of(state: &State, secret: &str) -> HeaderValue {
    let is_tls = is_tls(state);
    let (name, secure) = (cookie_name(is_tls), if is_tls { "; Secure" } else { "" });
    let age = if secret.is_empty() { 0 } else { actions::FLOW_MINUTES * 60 };
    // Sent along when the provider sends the browser back, and by no other site's forms or pictures.
    let cookie = format!("{name}={secret}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::try_from(cookie).unwrap_or_else(|_| HeaderValue::from_static(""))
}

fn cookie_in<'a>(state: &State, headers: &'a HeaderMap) -> Option<&'a str> {
    let name = cookie_name(is_tls(state));
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    pairs
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(found, secret)| (found == name).then_some(secret))
}
