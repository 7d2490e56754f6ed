//! All addresses of one installation.

use std::sync::{Arc, LazyLock};

use async_graphql::ValidationMode;
use axum::Router;
use axum::http::header;
use axum::http::request::Parts;
use axum::routing::{get, post};
use edge::asked::Asked;
use edge::graphql::{
    Bound, Confined, Documents, Export, GraphqlEndpoint, Metered, ReadOnly, Refusal, Rooms, Types,
};
use edge::headers::{self, RequestId};
use edge::meter::{self, Meter};
use edge::tries::Payer;
use edge::{rate, static_router};
use entities::shared::language::Language;
use futures_util::FutureExt as _;
use graph::trainings::seen::{Noting, Sightings};
use kit::ctx::State;

use crate::app::{App, address};
use crate::audit::note_export::note;
use crate::auth::Caller;
use crate::live::{Accounts, caller};
use crate::schema::{self, Schema};
use crate::{accounts, calendars, certificates, documents, health, web};

/// The router of an installation.
pub fn build(app: App) -> Router {
    // What reaches it was found valid by the scales, by the same rules.
    let builder = schema::builder(&app.limits.document).validation_mode(ValidationMode::Fast);
    let schema: Schema = builder.data(app.state.clone()).finish();
    let state = Arc::new(app.state.clone());
    let executor = Noting::new(schema, app.state.clone());
    let scales = schema::scales(&app.limits.document);
    let executor = Metered::new(executor, scales, state.tries.clone(), app.limits.heavy);
    let endpoint = GraphqlEndpoint::new(executor, app.limits.clone())
        .documents(app.documents.clone())
        .watch(Arc::new(Accounts(app.state.clone())))
        .sockets(app.sockets.clone())
        .prepare(move |parts, request| prepare(Arc::clone(&state), parts, request));
    // Documents of pages are ours, also where nothing runs but a list.
    let asked = endpoint.clone().documents(Documents::default());
    let asked: web::Endpoint = Arc::new(move |request| {
        let endpoint = asked.clone();
        async move { endpoint.answer(request).await }.boxed()
    });
    let web = web::router(&app, &asked);
    let state = app.state.clone();
    let export =
        Export::new(endpoint.clone(), types, move |asked, exported| note(state.clone(), asked, exported))
            .downloads(app.downloads.clone());
    let chance = Arc::clone(&app.state.chance);
    let clock = Arc::clone(&app.state.clock);
    let routes = Router::new()
        .route("/export", export.route())
        .route("/verify/{code}", get(certificates::verification::by_code))
        .route("/verify/{code}/badge.json", get(certificates::badge::badge))
        .route("/.well-known/zwornik-badges.json", get(certificates::badge::keys))
        .route("/.well-known/zwornik-certificates.json", get(certificates::badge::keys_of_seals))
        .route("/verify/file/{sha256}", get(certificates::verification::by_file))
        .route("/verify/number", post(certificates::verification::by_number))
        .route("/calendar/trainings.ics", get(calendars::all))
        .route("/calendar/editions/{file}", get(calendars::edition))
        .route("/calendar/own/{file}", get(calendars::own))
        .route("/documents/{id}", get(documents::download::download))
        .route("/health/live", get(|| async { "ok\n" }))
        .route("/health/ready", get(health::ready))
        .merge(accounts::mailed_links::router())
        .merge(accounts::mailed_survey::router())
        .merge(accounts::provider_login::router())
        .with_state(app)
        .route("/graphql", endpoint.route())
        .merge(web)
        .merge(certificates::verify::router())
        .merge(static_router());
    headers::identify(headers::secure(meter::tell(routes)), move || {
        chance.uuid(clock.now()).simple().to_string()
    })
}

/// Types of the schema, read when the first list is exported.
fn types() -> &'static Types {
    static TYPES: LazyLock<Types> = LazyLock::new(|| Types::of(&schema::sdl()));
    &TYPES
}

/// Which room has what.
fn rooms() -> &'static Rooms {
    static ROOMS: LazyLock<Rooms> = LazyLock::new(|| {
        let all: Vec<_> = graph::of_rooms().into_iter().chain(writes::of_rooms()).collect();
        let fields =
            all.iter().flat_map(|of| of.fields.iter().map(|field| (field.clone(), of.room))).collect();
        let objects = all.iter().flat_map(|of| of.objects.iter().map(|object| (*object, of.room))).collect();
        Rooms::new(types(), fields, objects)
    });
    &ROOMS
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
    state: Arc<State>,
    parts: Arc<Parts>,
    request: async_graphql::Request,
) -> Result<async_graphql::Request, Refusal> {
    let address = address(&parts.extensions);
    let known = caller(&state, &parts).await;
    // A token that stands for nobody is counted like no token, or guessing would be free.
    let account = known.as_ref().ok().and_then(|caller| caller.actor.user_id());
    let counted = state.tries.request(address, account);
    let meter = parts.extensions.get::<Meter>().cloned().unwrap_or_default();
    if let Some(payer) = Payer::of(address, account) {
        meter.tell(state.tries.standing(payer));
    }
    counted.map_err(|too_many| too_many_requests(&too_many))?;
    let Caller { actor, credential, confined, read_only, rooms } = known?;
    let lang =
        Language::of_header(parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()));
    let request_id =
        parts.extensions.get::<RequestId>().map_or_else(|| "none".into(), |id| Arc::clone(&id.0));
    let request = if confined { request.data(SET_UP_FIRST) } else { request };
    let request = if read_only { request.data(ReadOnly) } else { request };
    let request = match &rooms {
        Some(to) => request.data(Bound { to: Arc::clone(to), rooms: self::rooms() }),
        None => request,
    };
    let request = request.data(Sightings::default()).data(meter);
    Ok(request.data(Asked { actor, credential, confined, rooms, lang, request: request_id, address }))
}

fn too_many_requests(too_many: &rate::TooMany) -> Refusal {
    Refusal::too_many_requests(too_many.retry_after_s(), "There are too many requests; please wait.")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use entities::accounts::TokenRoom;

    #[test]
    fn a_token_can_be_bound_to_each_room_and_each_field_has_one() {
        let all: Vec<_> = graph::of_rooms().into_iter().chain(writes::of_rooms()).collect();
        let rooms: BTreeSet<&str> = all.iter().map(|of| of.room).collect();
        assert_eq!(rooms, TokenRoom::ALL.iter().map(|room| room.code()).collect());
        let mut fields = BTreeSet::new();
        for of in &all {
            assert!(!of.fields.is_empty() || !of.objects.is_empty(), "{}", of.room);
            for field in &of.fields {
                assert!(fields.insert(field.as_str()), "{field} is of two rooms");
            }
        }
        for root in ["Query", "Mutation", "Subscription"] {
            let known = super::types().fields_of(root);
            let nobodys: Vec<_> = known.filter(|field| !fields.contains(field)).collect();
            let relay: &[&str] = if root == "Query" { &["node", "nodes"] } else { &[] };
            assert_eq!(nobodys.iter().copied().collect::<BTreeSet<_>>(), relay.iter().copied().collect());
        }
    }
}
