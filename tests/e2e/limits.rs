//! What an operator may cap: each limit by its name, with what a client is told that passes it; and how often one
//! account or address may ask.

mod cost;
mod quotas;
mod room;

use std::net::SocketAddr;

use api::config::limits::{Caps, LimitFlags, caps};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use clap::Parser;
use edge::tries::{PerMinute, Rates, Tries};
use serde_json::{Value, json};
use tests::TestApp;
use tests::app::Edge;
use tests::builders::World;
use tests::databases::TestDb;

#[derive(Parser)]
struct CommandLine {
    #[command(flatten)]
    limits: LimitFlags,
}

/// The limits that a command line sets.
fn set(told: &[&str]) -> Caps {
    let line = ["zwornik"].into_iter().chain(told.iter().flat_map(|one| ["--limit", *one]));
    CommandLine::try_parse_from(line).unwrap().limits.all()
}

async fn installation() -> TestApp {
    TestApp::on(TestDb::sqlite().await)
}

/// The codes of all errors outside payloads.
fn codes(answer: &Value) -> Vec<String> {
    let errors = answer["errors"].as_array().cloned().unwrap_or_default();
    errors.iter().map(|error| error["extensions"]["code"].as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn each_limit_of_a_request_is_set_by_its_name_and_tells_its_code() {
    let mut app = installation().await;
    let names = |count: usize| "__typename ".repeat(count);
    let nested = |levels: usize| format!("{}__typename{}", "{ a ".repeat(levels), " }".repeat(levels));
    let ids = ["\"x\""; 12].join(" ");
    let large =
        "editions(first: 100) { edges { node { enrolments(first: 100) { edges { node { id } } } } } }";
    let cases = [
        ("text-bytes", 1_024, format!("{{ __typename }} #{}", "x".repeat(1_100))),
        ("tokens", 100, format!("{{ {} }}", names(110))),
        ("nesting", 16, nested(17)),
        ("definitions", 1, "{ ...A } fragment A on Query { __typename }".to_owned()),
        ("variables", 1, "query($a: ID, $b: ID) { __typename @skip(if: false) }".to_owned()),
        ("directives-per-place", 1, "{ __typename @skip(if: false) @include(if: true) }".to_owned()),
        ("directives", 1, "{ a: __typename @skip(if: false) b: __typename @skip(if: false) }".to_owned()),
        ("selections", 100, format!("{{ {} }}", names(101))),
        ("aliases", 1, "{ a: __typename b: __typename }".to_owned()),
        ("depth", 15, nested(16)),
        (
            "mutations",
            1,
            "mutation { a: logOut { errors { code } } b: logOut { errors { code } } }".to_owned(),
        ),
        (
            "introspection-lists",
            1,
            "{ __schema { types { fields { type { fields { name } } } } } }".to_owned(),
        ),
        ("literal-bytes", 256, format!("{{ node(id: \"{}\") {{ id }} }}", "x".repeat(300))),
        ("literal-members", 10, format!("{{ nodes(ids: [{ids}]) {{ id }} }}")),
        ("complexity", 1_000, format!("{{ {large} }}")),
        ("body-bytes", 1_024, format!("{{ {} }}", names(200))),
        ("errors", 1, "{ nonsense folly }".to_owned()),
    ];
    for (name, value, query) in cases {
        let cap = caps().find(|cap| cap.name == name).unwrap();
        app.with_edge(&Edge { limits: set(&[&format!("{name}={value}")]).requests, ..Edge::default() });
        let answer = app.graphql(None, &query, json!({})).await;
        assert!(codes(&answer.body).iter().any(|code| code == cap.told), "{name}: {:#}", answer.body);
        assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{name}");
    }
    let used = "query ($f: EditionFilter) { a: editions(filter: $f) { totalCount } }";
    for (name, value, filter) in [
        ("list-members", 10, json!({ "states": vec!["DRAFT"; 11] })),
        ("value-bytes", 256, json!({ "titleContains": "x".repeat(300) })),
        ("values", 100, json!({ "states": vec!["DRAFT"; 110] })),
        ("stranger-bytes", 1_024, json!({ "titleContains": "x".repeat(1_100) })),
    ] {
        let cap = caps().find(|cap| cap.name == name).unwrap();
        app.with_edge(&Edge { limits: set(&[&format!("{name}={value}")]).requests, ..Edge::default() });
        let answer = app.graphql(None, used, json!({ "f": filter })).await;
        assert_eq!(codes(&answer.body), [cap.told], "{name}: {:#}", answer.body);
    }
    app.with_edge(&Edge { limits: set(&["batch=1"]).requests, ..Edge::default() });
    let answer = app.post(None, &json!([{ "query": "{ __typename }" }, { "query": "{ __typename }" }])).await;
    assert_eq!(codes(&answer.body), ["BATCH_TOO_LARGE"]);
}

#[tokio::test]
async fn a_wider_limit_lets_pass_what_the_usual_one_refuses() {
    let mut app = installation().await;
    let query = format!("{{ {} }}", (0..150).map(|n| format!("a{n}: __typename ")).collect::<String>());
    assert_eq!(codes(&app.graphql(None, &query, json!({})).await.body), ["QUERY_TOO_LARGE"]);
    app.with_edge(&Edge { limits: set(&["aliases=100", "aliases=150"]).requests, ..Edge::default() });
    assert_eq!(app.graphql(None, &query, json!({})).await.body["data"]["a149"], "Query");
}

#[test]
fn what_is_no_limit_stops_the_start() {
    for wrong in ["depth", "deep=20", "depth=2", "depth=1000000", "batch=-1", "=3", "depth=20,deep=20"] {
        assert!(CommandLine::try_parse_from(["zwornik", "--limit", wrong]).is_err(), "{wrong}");
    }
    // As a variable of the environment that is there and empty.
    assert!(CommandLine::try_parse_from(["zwornik", "--limit", ""]).is_ok());
}

/// Asks once, from an address, with a token where there is one: the status, and how long to wait.
async fn ask(
    app: &TestApp,
    from: &str,
    token: Option<&str>,
    body: &Value,
) -> (StatusCode, Option<String>, Value) {
    let mut request = Request::post("/graphql").header(header::CONTENT_TYPE, "application/json");
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    let mut request = request.body(Body::from(body.to_string())).unwrap();
    request.extensions_mut().insert(ConnectInfo(SocketAddr::new(from.parse().unwrap(), 40_000)));
    let response = app.send(request).await;
    let wait = response.headers().get(header::RETRY_AFTER).map(|value| value.to_str().unwrap().to_owned());
    let status = response.status();
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, wait, serde_json::from_slice(&bytes).unwrap())
}

#[tokio::test]
async fn requests_are_counted_per_account_and_per_address() {
    let mut app = installation().await;
    let world = World::new(&app).await;
    // A request by itself and its one field: five of them in a minute.
    let little = PerMinute(5 * 101);
    let rates = Rates { cost_of_address: little, cost_of_account: little, ..Rates::default() };
    app.state.tries = Tries::within(rates);
    app.with_edge(&Edge::default());
    let one = json!({ "query": "{ __typename }" });
    let (office, home) = ("192.0.2.7", "198.51.100.9");

    // Five of nobody's, then one has to wait; the colleague with an account at the same address need not.
    for _ in 0..5 {
        assert_eq!(ask(&app, office, None, &one).await.0, StatusCode::OK);
    }
    let (status, wait, answer) = ask(&app, office, None, &one).await;
    assert_eq!((status, codes(&answer)), (StatusCode::TOO_MANY_REQUESTS, vec!["RATE_LIMITED".to_owned()]));
    assert!(wait.unwrap().parse::<u64>().unwrap() > 0);
    assert_eq!(ask(&app, home, None, &one).await.0, StatusCode::OK);

    // An account is one, wherever it asks from; each element of a batch counts.
    let batch = Value::from(vec![one.clone(); 4]);
    let (status, _, answers) = ask(&app, office, Some(&world.coordinator.token), &batch).await;
    assert_eq!((status, answers.as_array().map(Vec::len)), (StatusCode::OK, Some(4)));
    let (_, _, answers) = ask(&app, home, Some(&world.coordinator.token), &batch).await;
    let refused = answers.as_array().unwrap().iter().filter(|one| codes(one) == ["RATE_LIMITED"]).count();
    assert_eq!(refused, 3, "{answers:#}");

    // Whoever guesses tokens is counted by address, and told the same in the end.
    let far = "203.0.113.5";
    for _ in 0..5 {
        assert_eq!(ask(&app, far, Some("zw_s_guess"), &one).await.0, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(ask(&app, far, Some("zw_s_guess"), &one).await.0, StatusCode::TOO_MANY_REQUESTS);
}
