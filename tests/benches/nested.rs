//! The nested list (50 editions × 10 enrolments × person and institution) through GraphQL, and through an endpoint
//! written by hand for this one question: one handler, one SQL statement. In one run, in turns, on each database.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and ends where it cannot run"
)]

mod common;

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, Request, header};
use axum::routing::get;
use axum::{Json, Router};
use kit::ctx::State;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::{Value, json};
use tests::TestApp;
use tests::builders::{EditionPlan, Training, World};
use tests::databases::TestDb;
use tower::ServiceExt;
use uuid::Uuid;

const EDITIONS: usize = 50;
const ENROLMENTS: usize = 10;
const ROUNDS: usize = 40;
const EACH: usize = 10;

const QUERY: &str = "{ editions(first: 50, orderBy: TITLE_ASC) { edges { node { id title \
    enrolments(first: 10, orderBy: NAME_ASC) { edges { node { id state person { id fullName } institution { id name } } } } } } } }";

const SQLITE: &str = "WITH top AS (SELECT id, title, title_key FROM edition ORDER BY title_key, id LIMIT 50), \
    ranked AS (SELECT n.*, row_number() OVER (PARTITION BY n.edition_id ORDER BY n.sort_key, n.id) AS place \
      FROM enrolment n JOIN top ON top.id = n.edition_id) \
    SELECT top.id, top.title, n.id, n.state, p.id, p.first_name, p.last_name, i.id, i.name \
    FROM top LEFT JOIN ranked n ON n.edition_id = top.id AND n.place <= 10 \
    LEFT JOIN person p ON p.id = n.person_id LEFT JOIN institution i ON i.id = n.institution_id \
    ORDER BY top.title_key, top.id, n.place";
const POSTGRES: &str = "SELECT top.id, top.title, n.id, n.state, p.id, p.first_name, p.last_name, i.id, i.name \
    FROM (SELECT id, title, title_key FROM edition ORDER BY title_key, id LIMIT 50) top \
    LEFT JOIN LATERAL (SELECT * FROM enrolment WHERE edition_id = top.id ORDER BY sort_key, id LIMIT 10) n ON true \
    LEFT JOIN person p ON p.id = n.person_id LEFT JOIN institution i ON i.id = n.institution_id \
    ORDER BY top.title_key, top.id, n.sort_key, n.id";

#[tokio::main]
async fn main() {
    run(TestDb::sqlite().await).await;
    match TestDb::postgres().await {
        Some(base) => run(base).await,
        None => println!("nested, postgres: no server here"),
    }
}

async fn run(base: TestDb) {
    let kind = base.kind;
    let app = TestApp::on(base);
    let world = World::new(&app).await;
    fill(&app, &world).await;
    let token = &world.coordinator.token;
    let by_hand =
        Router::new().route("/bare", get(bare)).route("/known", get(known)).with_state(app.state.clone());

    let body = json!({ "query": QUERY }).to_string();
    let graphql = || {
        Request::post("/graphql")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .body(Body::from(body.clone()))
            .unwrap()
    };
    let hand = |path: &str| {
        let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
        request.body(Body::empty()).unwrap()
    };
    let mut times: [Vec<Duration>; 3] = [vec![], vec![], vec![]];
    let mut sizes = [0; 3];
    // The first round warms up and does not count.
    for round in 0..=ROUNDS {
        for way in 0..3 {
            for _ in 0..EACH {
                let start = Instant::now();
                let response = match way {
                    0 => app.send(graphql()).await,
                    1 => by_hand.clone().oneshot(hand("/known")).await.unwrap(),
                    _ => by_hand.clone().oneshot(hand("/bare")).await.unwrap(),
                };
                assert_eq!(response.status(), 200);
                let bytes = axum::body::to_bytes(response.into_body(), 64 << 20).await.unwrap();
                if round > 0 {
                    times[way].push(start.elapsed());
                }
                sizes[way] = count(&bytes);
            }
        }
        app.statements();
    }
    assert_eq!(sizes, [EDITIONS * ENROLMENTS; 3], "all answer the same rows");
    let [graphql, known, bare] = times.map(common::spread);
    println!(
        "nested, {kind}: GraphQL {:.2} ms median ({:.2} p95); by hand with the same token check {:.2} ms ({:.2}), \
         without {:.2} ms ({:.2}); GraphQL takes {:.2}× and {:.2}×, i.e. answers {:.2} and {:.2} of their requests",
        common::ms(graphql.0),
        common::ms(graphql.1),
        common::ms(known.0),
        common::ms(known.1),
        common::ms(bare.0),
        common::ms(bare.1),
        ratio(graphql.0, known.0),
        ratio(graphql.0, bare.0),
        ratio(known.0, graphql.0),
        ratio(bare.0, graphql.0),
    );
}

fn ratio(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64()
}

/// How many people an answer names.
fn count(bytes: &[u8]) -> usize {
    String::from_utf8_lossy(bytes).matches("\"fullName\"").count()
}

async fn fill(app: &TestApp, world: &World) {
    let mut people = vec![];
    for n in 0..ENROLMENTS {
        people.push(world.person(app, "Małgorzata", &format!("Źdźbło-Łącka {n}")).await);
    }
    for _ in 0..EDITIONS {
        let training = Training::open(app, world, EditionPlan::default()).await;
        for person in &people {
            let input = json!({
                "editionId": training.edition, "personId": world.id(*person),
                "institutionId": world.id(world.lead_office),
            });
            app.mutate(&world.coordinator.token, "enrolPerson", "enrolment { id }", input).await;
        }
    }
}

async fn known(Shared(state): Shared<State>, headers: HeaderMap) -> Json<Value> {
    let caller = api::auth::caller(&state, &headers).await.unwrap();
    assert!(caller.actor.user_id().is_some());
    answer(&state).await
}

async fn bare(Shared(state): Shared<State>) -> Json<Value> {
    answer(&state).await
}

async fn answer(state: &State) -> Json<Value> {
    let db = &state.db.reader;
    let backend = db.get_database_backend();
    let sql = if backend == DbBackend::Postgres { POSTGRES } else { SQLITE };
    let mut editions: Vec<(Uuid, Value, Vec<Value>)> = vec![];
    for row in db.query_all_raw(Statement::from_string(backend, sql)).await.unwrap() {
        let id: Uuid = row.try_get_by_index(0).unwrap();
        if editions.last().is_none_or(|(last, ..)| *last != id) {
            editions.push((id, json!(row.try_get_by_index::<String>(1).unwrap()), vec![]));
        }
        let Some(enrolment) = row.try_get_by_index::<Option<Uuid>>(2).unwrap() else { continue };
        let text = |at: usize| row.try_get_by_index::<String>(at).unwrap();
        let institution = row.try_get_by_index::<Option<Uuid>>(7).unwrap();
        if let Some((.., enrolments)) = editions.last_mut() {
            enrolments.push(json!({
                "id": enrolment, "state": text(3),
                "person": { "id": row.try_get_by_index::<Uuid>(4).unwrap(), "fullName": format!("{} {}", text(5), text(6)) },
                "institution": institution.map(|id| json!({ "id": id, "name": text(8) })),
            }));
        }
    }
    let editions: Vec<Value> = editions
        .into_iter()
        .map(|(id, title, enrolments)| json!({ "id": id, "title": title, "enrolments": enrolments }))
        .collect();
    Json(json!({ "editions": editions }))
}
