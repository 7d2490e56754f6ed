//! All addresses of one installation.

use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{ConnectInfo, Path, State as Shared};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use entities::certificates::verdict::VerdictKind;
use entities::certificates::{VerificationChannel, code};
use entities::shared::actor::Actor;
use entities::shared::language::Language;

use crate::audit::export::note;
use crate::auth::Caller;
use crate::certificates::query::check;
use crate::graphql::ctx::{Asked, State};
use crate::graphql::schema::{self, Schema};
use crate::health::{self, Probes};
use crate::http::graphql::socket::Sockets;
use crate::http::graphql::{Confined, Documents, Export, GraphqlEndpoint, Limits, ReadOnly, Refusal, Types};
use crate::http::headers::{self, RequestId};
use crate::http::verify::{Facts, Verdict, page};
use crate::http::{rate, static_router};
use crate::live::{Accounts, caller};
use crate::trainings::seen::{Noting, Sightings};
use crate::{accounts, documents, http};

/// What an installation serves.
#[derive(Clone)]
pub struct App {
    /// The installation.
    pub state: State,
    /// What tells whether it is ready.
    pub probes: Probes,
    /// Limits of GraphQL requests.
    pub limits: Limits,
    /// Documents known by their hash, or the list outside of which nothing runs.
    pub documents: Documents,
    /// Sockets.
    pub sockets: Sockets,
}

/// The router of an installation.
pub fn build(app: App) -> Router {
    let schema: Schema = schema::builder(&app.limits.document).data(app.state.clone()).finish();
    let state = app.state.clone();
    let executor = Noting::new(schema, state.clone());
    let endpoint = GraphqlEndpoint::new(executor, app.limits.clone())
        .documents(app.documents.clone())
        .watch(Arc::new(Accounts(app.state.clone())))
        .sockets(app.sockets.clone())
        .prepare(move |parts, request| prepare(state.clone(), parts, request));
    let state = app.state.clone();
    let export =
        Export::new(endpoint.clone(), types, move |asked, exported| note(state.clone(), asked, exported));
    let chance = Arc::clone(&app.state.chance);
    let clock = Arc::clone(&app.state.clock);
    let routes = Router::new()
        .route("/", get(|| async { Redirect::to("/verify") }))
        .route("/graphql", endpoint.route())
        .route("/export", export.route())
        .route("/verify/{code}", get(verify))
        .route("/documents/{id}", get(documents::download::download))
        .route("/health/live", get(|| async { "ok\n" }))
        .route("/health/ready", get(health::ready))
        .merge(accounts::pages::router())
        .merge(accounts::oidc_pages::router())
        .with_state(app)
        .merge(static_router());
    headers::identify(headers::secure(routes), move || chance.uuid(clock.now()).simple().to_string())
}

/// Types of the schema, read when the first list is exported.
fn types() -> &'static Types {
    static TYPES: LazyLock<Types> = LazyLock::new(|| Types::of(&schema::sdl()));
    &TYPES
}

/// What somebody may ask for who must have a second factor and has none: how to set it up, and the way out.
const SET_UP_FIRST: Confined = Confined {
    fields: &[
        "__typename",
        "__schema",
        "__type",
        "viewer",
        "beginSecondFactor",
        "confirmSecondFactor",
        "logOut",
    ],
    code: "SECOND_FACTOR_REQUIRED",
    message: "A role of yours needs a second factor. Set it up first: beginSecondFactor, confirmSecondFactor.",
};

/// Authenticates a GraphQL request and attaches what resolvers need.
async fn prepare(
    state: State,
    parts: Arc<Parts>,
    request: async_graphql::Request,
) -> Result<async_graphql::Request, Refusal> {
    let address = address(&parts.extensions);
    let known = caller(&state, &parts).await;
    // A token that stands for nobody is counted like no token, or guessing would be free.
    let account = known.as_ref().ok().and_then(|caller| caller.actor.user_id());
    if let Err(too_many) = state.tries.request(address, account) {
        return Err(too_many_requests(&too_many));
    }
    let Caller { actor, credential, confined, read_only } = known?;
    let lang =
        Language::of_header(parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()));
    let request_id =
        parts.extensions.get::<RequestId>().map_or_else(|| "none".into(), |id| Arc::clone(&id.0));
    let request = if confined { request.data(SET_UP_FIRST) } else { request };
    let request = if read_only { request.data(ReadOnly) } else { request };
    let request = request.data(Sightings::default());
    Ok(request.data(Asked { actor, credential, confined, lang, request: request_id, address }))
}

fn too_many_requests(too_many: &rate::TooMany) -> Refusal {
    Refusal::too_many_requests(too_many.retry_after_s(), "There are too many requests; please wait.")
}

/// The peer's address. Behind a proxy that is the proxy's; see the guide on production.
pub(crate) fn address(extensions: &axum::http::Extensions) -> Option<std::net::IpAddr> {
    extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip())
}

/// The public page that verifies a certificate.
async fn verify(
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
            let shown =
                code::parse(&typed).unwrap_or_else(|| http::verify::normalise(&typed).unwrap_or_default());
            let verdict = verdict_of(verdict);
            page(&shown, &verdict).with_status(verdict.status())
        }
        Err(error) => {
            tracing::error!(%request, %error, "a certificate could not be verified");
            http::verify::unavailable().with_status(StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}

fn too_many_checks(too_many: &rate::TooMany) -> Response {
    let mut headers = HeaderMap::new();
    if let Ok(value) = too_many.retry_after_s().to_string().parse() {
        headers.insert(header::RETRY_AFTER, value);
    }
    let page = http::verify::unavailable().with_status(StatusCode::TOO_MANY_REQUESTS);
    (headers, page).into_response()
}

fn verdict_of(verdict: entities::certificates::verdict::Verdict) -> Verdict {
    let Some(facts) = verdict.facts else { return Verdict::Unknown };
    let shown = Facts {
        number: facts.number,
        // Told, so that nobody takes the missing name for a forgery.
        name: facts.name.or_else(|| facts.is_erased.then(|| http::verify::ERASED_NAME.to_owned())),
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
