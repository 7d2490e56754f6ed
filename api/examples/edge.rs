//! The HTTP edge with a small schema, to point audits at: `cargo run -p api --example edge -- 4300`.

use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU64, Ordering};

use api::http::graphql::{GraphqlEndpoint, Limits, Refusal};
use api::http::verify::{Facts, Verdict, normalise, page};
use api::http::{headers, serve, static_router};
use async_graphql::{Context, EmptySubscription, Enum, ID, InputObject, Object, Schema, SimpleObject};
use axum::Router;
use axum::extract::Path;
use axum::http::header;
use axum::response::Response;
use axum::routing::get;
use chrono::NaiveDate;
use tokio_util::sync::CancellationToken;

/// Who asks, as the hook found it.
struct Caller(String);

/// Somebody who signed in.
#[derive(SimpleObject)]
struct Viewer {
    /// Global id.
    id: ID,
    /// Names as the person writes them.
    name: String,
}

/// How far an edition has come.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
enum EditionState {
    /// Open for applications.
    Recruiting,
    /// Over.
    #[graphql(deprecation = "Use RECRUITING in this example.")]
    Finished,
}

/// One edition of a training.
#[derive(SimpleObject)]
struct Edition {
    /// Global id.
    id: ID,
    /// Title of the training.
    title: String,
    /// How far it has come.
    state: EditionState,
}

/// An edge of editions.
#[derive(SimpleObject)]
struct EditionEdge {
    /// Where this edition stands in the list.
    cursor: String,
    /// The edition.
    node: Edition,
}

/// A page of editions.
#[derive(SimpleObject)]
struct EditionConnection {
    /// Editions with their cursors.
    edges: Vec<EditionEdge>,
}

/// Which editions to list.
#[derive(InputObject)]
struct EditionFilter {
    /// Part of the title.
    title: Option<String>,
    /// Only in this state.
    state: Option<EditionState>,
}

struct Query;

/// What can be read.
#[Object]
impl Query {
    /// Who asks; null without a token.
    async fn viewer(&self, ctx: &Context<'_>) -> Option<Viewer> {
        let name = &ctx.data_opt::<Caller>()?.0;
        Some(Viewer { id: "viewer".into(), name: name.clone() })
    }

    /// Editions, newest first.
    async fn editions(
        &self,
        #[graphql(desc = "How many, at most 100.", default = 20)] first: i32,
        #[graphql(desc = "Which ones.")] filter: Option<EditionFilter>,
    ) -> EditionConnection {
        let part = filter.as_ref().and_then(|filter| filter.title.clone()).unwrap_or_default();
        let state = filter.and_then(|filter| filter.state).unwrap_or(EditionState::Recruiting);
        let edge = |n: i32| EditionEdge {
            cursor: n.to_string(),
            node: Edition { id: n.to_string().into(), title: format!("Szkolenie {n} {part}"), state },
        };
        EditionConnection { edges: (1..=first.clamp(0, 100)).map(edge).collect() }
    }
}

struct Mutation;

/// What can be changed.
#[Object]
impl Mutation {
    /// Gives an edition another title.
    async fn rename_edition(&self, id: ID, title: String) -> Edition {
        Edition { id, title, state: EditionState::Recruiting }
    }
}

/// One code for each verdict.
async fn verify(Path(code): Path<String>) -> Response {
    let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap_or_default();
    let facts = Facts {
        number: "SUP/2026/0001".into(),
        name: Some("Łucja Świętosława Brzęczyszczykiewicz-Żółć".into()),
        training: "Superwizja pracy socjalnej w ośrodkach pomocy społecznej".into(),
        issuer: "Regionalny Ośrodek Polityki Społecznej w Kielcach".into(),
        issued_on: day(5, 14),
        valid_until: Some(day(9, 30)),
    };
    let code = normalise(&code).unwrap_or_default();
    let verdict = match code.as_bytes().first() {
        Some(b'A') => Verdict::Valid(Facts { valid_until: None, ..facts }),
        Some(b'B') => Verdict::Corrected { facts, by: "SUP/2026/0002".into() },
        Some(b'C') => Verdict::Revoked { facts, on: day(6, 1) },
        Some(b'D') => Verdict::Expired(facts, day(9, 30)),
        _ => Verdict::Unknown,
    };
    page(&code, &verdict).with_status(verdict.status())
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let port = std::env::args().nth(1).and_then(|port| port.parse().ok()).unwrap_or(4300);
    let schema = Schema::build(Query, Mutation, EmptySubscription).finish();
    let endpoint = GraphqlEndpoint::new(schema, Limits::default()).prepare(|parts, request| async move {
        match parts.headers.get(header::AUTHORIZATION).map(|value| value.to_str()) {
            None => Ok(request),
            Some(Ok("Bearer anna")) => Ok(request.data(Caller("Anna".into()))),
            Some(_) => Err(Refusal::unauthenticated("The token is not known or has expired.")),
        }
    });
    let router = Router::new()
        .route("/graphql", endpoint.route())
        .route("/verify/{code}", get(verify))
        .merge(static_router());
    let counter = std::sync::Arc::new(AtomicU64::new(1));
    let router = headers::identify(headers::secure(router), move || {
        format!("r{}", counter.fetch_add(1, Ordering::Relaxed))
    });
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let stop = CancellationToken::new();
    let stopper = stop.clone();
    tokio::spawn(async move {
        let _ = tokio::signal::ctrl_c().await;
        stopper.cancel();
    });
    serve::serve(listener, router, serve::ServeLimits::default(), stop).await;
    Ok(())
}
