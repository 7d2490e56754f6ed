//! All addresses of one installation.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::http::header;
use axum::http::request::Parts;
use axum::response::Redirect;
use axum::routing::get;
use edge::asked::Asked;
use edge::graphql::{Confined, Export, GraphqlEndpoint, ReadOnly, Refusal, Types};
use edge::headers::{self, RequestId};
use edge::{rate, static_router};
use entities::shared::language::Language;
use graph::trainings::seen::{Noting, Sightings};
use kit::ctx::State;

use crate::app::{App, address};
use crate::audit::note_export::note;
use crate::auth::Caller;
use crate::live::{Accounts, caller};
use crate::schema::{self, Schema};
use crate::{accounts, certificates, documents, health};

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
        .route("/verify/{code}", get(certificates::verification::verification))
        .route("/documents/{id}", get(documents::download::download))
        .route("/health/live", get(|| async { "ok\n" }))
        .route("/health/ready", get(health::ready))
        .merge(accounts::mailed_links::router())
        .merge(accounts::provider_login::router())
        .with_state(app)
        .merge(certificates::verify::router())
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
