//! A database that is away or held says "later", not "our defect"; and what only reads does not wait for what writes.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use entities::shared::db::{Db, Pools};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, TestDb};

/// The same pools, less patient.
const HASTY: Pools = Pools {
    writers: 4,
    readers: 4,
    connect: Duration::from_millis(300),
    turn: Duration::from_secs(20),
    lock: Duration::from_millis(200),
    write: Duration::from_secs(20),
    read: Duration::from_secs(20),
};

/// What a client sees of an answer: its status, when to come back, and what it says.
async fn answer(
    app: &TestApp,
    token: &str,
    lang: &str,
    query: &str,
    variables: Value,
) -> (StatusCode, Option<String>, Value) {
    let body = json!({ "query": query, "variables": variables }).to_string();
    let request = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT_LANGUAGE, lang)
        .header(header::AUTHORIZATION, format!("Bearer {token}"));
    let response = app.send(request.body(Body::from(body)).unwrap()).await;
    let later = response.headers().get(header::RETRY_AFTER).map(|value| value.to_str().unwrap().to_owned());
    let status = response.status();
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, later, serde_json::from_slice(&bytes).unwrap())
}

fn says(answer: &(StatusCode, Option<String>, Value), word: &str) {
    let (status, later, body) = answer;
    let error = &body["errors"][0];
    assert_eq!((*status, later.as_deref()), (StatusCode::SERVICE_UNAVAILABLE, Some("2")), "{body:#}");
    assert_eq!(error["extensions"]["code"], "UNAVAILABLE", "{body:#}");
    assert!(error["message"].as_str().unwrap().contains(word), "{body:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_somebody_holds_stops_no_read_and_its_writers_come_back_later() {
    let Some(base) = TestDb::postgres().await else { return };
    let url = base.url.clone();
    let mut app = TestApp::on(base);
    let world = World::new(&app).await;
    let training = Training::open(&app, &world, EditionPlan::default()).await;
    app.with_database(Db::connect_with(&url, HASTY).await.unwrap());

    // Somebody with a connection of their own, who went to lunch.
    let stuck = Db::connect(&url).await.unwrap();
    let held = stuck.for_migration();
    held.execute_unprepared("BEGIN; SELECT id FROM edition FOR UPDATE").await.unwrap();
    let seats = "mutation($input: SetSeatsInput!) { setSeats(input: $input) { edition { seats } } }";
    let input = json!({ "input": { "editionId": training.edition, "seats": 40 } });
    // More writers than connections that write.
    let writers = futures_util::future::join_all(
        (0..6).map(|_| answer(&app, &world.coordinator.token, "pl", seats, input.clone())),
    );
    let readers = async {
        let list = "{ editions(first: 10) { edges { node { title seats } } } }";
        let mut read = 0;
        for _ in 0..20 {
            let data = app.ask(&world.coordinator.token, list, json!({})).await;
            read += data["editions"]["edges"].as_array().unwrap().len();
        }
        read
    };
    let (written, read) = tokio::join!(writers, readers);
    assert_eq!(read, 20);
    for answer in &written {
        says(answer, "spróbuj ponownie");
    }
    stuck.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_cannot_be_reached_is_told_with_when_to_come_back() {
    let Some(base) = TestDb::postgres().await else { return };
    let url = base.url.clone();
    let mut app = TestApp::on(base);
    let world = World::new(&app).await;
    app.with_database(Db::connect_with(&url, HASTY).await.unwrap());
    // As when the server goes away: open connections end, and no other can be had.
    let (server, name) = url.rsplit_once('/').unwrap();
    let name = name.split('?').next().unwrap();
    let server =
        sea_orm::Database::connect(url.replace(&format!("{server}/{name}"), &format!("{server}/postgres")));
    let server = server.await.unwrap();
    for go in [
        format!("ALTER DATABASE \"{name}\" ALLOW_CONNECTIONS false"),
        format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"),
    ] {
        server.execute_unprepared(&go).await.unwrap();
    }

    let query = "{ editions(first: 1) { edges { node { id } } } }";
    says(&answer(&app, &world.coordinator.token, "pl", query, json!({})).await, "niedostępna");
    let body = json!({ "query": query }).to_string();
    let request = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT_LANGUAGE, "en");
    let response = app.send(request.body(Body::from(body)).unwrap()).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(response.headers().contains_key(header::RETRY_AFTER));
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    let body: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(body["errors"][0]["extensions"]["code"], "UNAVAILABLE");
    assert!(body["errors"][0]["message"].as_str().unwrap().contains("cannot be reached"));

    let (status, _, body) = app.get("/health/ready", None).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(body["checks"]["database"], false);
}
