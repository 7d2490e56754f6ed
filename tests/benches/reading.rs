//! Four questions through GraphQL, and through endpoints written by hand for them: one handler, one statement, the same look
//! at the token. In one run, in turns, without a socket, on each database. Prints the share of the endpoint's requests that
//! GraphQL answers in the same time.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and ends where it cannot run"
)]

mod common;

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::{Path, State as Shared};
use axum::http::{HeaderMap, Request, header};
use axum::routing::get;
use axum::{Json, Router};
use chrono::{DateTime, Utc};
use kit::ctx::State;
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement};
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

/// One question, asked both ways.
struct Question {
    name: &'static str,
    query: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
    /// The answer made of the rows.
    answer: fn(&[QueryResult]) -> Value,
    /// What stands in both answers as often.
    counted: &'static str,
}

const QUESTIONS: [Question; 4] = [
    Question {
        name: "an edition with its sessions",
        query: "query($id: ID!) { node(id: $id) { ... on Edition { id city title sessions { edges { node { \
            id startsAt plannedMin title } } } } } }",
        sqlite: "SELECT e.id, e.city, e.title, s.id, s.starts_at, s.planned_min, s.title FROM edition e \
            LEFT JOIN session s ON s.edition_id = e.id WHERE e.id = ? ORDER BY s.ordinal, s.id",
        postgres: "SELECT e.id, e.city, e.title, s.id, s.starts_at, s.planned_min, s.title FROM edition e \
            LEFT JOIN session s ON s.edition_id = e.id WHERE e.id = $1 ORDER BY s.ordinal, s.id",
        answer: one_edition,
        counted: "\"plannedMin\"",
    },
    Question {
        name: "50 editions × 10 enrolments × person and institution",
        query: "{ editions(first: 50, orderBy: TITLE_ASC) { edges { node { id title enrolments(first: 10, orderBy: \
            NAME_ASC) { edges { node { id state person { firstName lastName } institution { name } } } } } } } }",
        sqlite: "WITH top AS (SELECT id, title, title_key FROM edition ORDER BY title_key, id LIMIT 50), \
            ranked AS (SELECT n.*, row_number() OVER (PARTITION BY n.edition_id ORDER BY n.sort_key, n.id) AS place \
              FROM enrolment n JOIN top ON top.id = n.edition_id) \
            SELECT top.id, top.title, n.id, n.state, p.first_name, p.last_name, i.name \
            FROM top LEFT JOIN ranked n ON n.edition_id = top.id AND n.place <= 10 \
            LEFT JOIN person p ON p.id = n.person_id LEFT JOIN institution i ON i.id = n.institution_id \
            ORDER BY top.title_key, top.id, n.place",
        postgres: "SELECT top.id, top.title, n.id, n.state, p.first_name, p.last_name, i.name \
            FROM (SELECT id, title, title_key FROM edition ORDER BY title_key, id LIMIT 50) top \
            LEFT JOIN LATERAL (SELECT * FROM enrolment WHERE edition_id = top.id ORDER BY sort_key, id LIMIT 10) n \
              ON true \
            LEFT JOIN person p ON p.id = n.person_id LEFT JOIN institution i ON i.id = n.institution_id \
            ORDER BY top.title_key, top.id, n.sort_key, n.id",
        answer: nested,
        counted: "\"firstName\"",
    },
    Question {
        name: "a page of 50 enrolments",
        query: "{ enrolments(first: 50, orderBy: REQUESTED_ASC) { edges { node { id state requestedAt } } } }",
        sqlite: "SELECT id, state, requested_at FROM enrolment ORDER BY requested_at, id LIMIT 50",
        postgres: "SELECT id, state, requested_at FROM enrolment ORDER BY requested_at, id LIMIT 50",
        answer: page,
        counted: "\"requestedAt\"",
    },
    Question {
        name: "50 editions with three counts",
        query: "{ editions(first: 50, orderBy: TITLE_ASC) { edges { node { id city seats enrolled: enrolments { \
            totalCount } attended: enrolments(filter: { states: [COMPLETED] }) { totalCount } \
            certified: certificates { totalCount } } } } }",
        sqlite: COUNTS,
        postgres: COUNTS,
        answer: counts,
        counted: "\"seats\"",
    },
];

const COUNTS: &str = "SELECT t.id, t.city, t.seats, \
    (SELECT count(*) FROM enrolment WHERE edition_id = t.id), \
    (SELECT count(*) FROM enrolment WHERE edition_id = t.id AND state = 'completed'), \
    (SELECT count(*) FROM certificate WHERE edition_id = t.id) \
    FROM (SELECT id, city, seats, title_key FROM edition ORDER BY title_key, id LIMIT 50) t ORDER BY t.title_key, t.id";

#[tokio::main]
async fn main() {
    run(TestDb::sqlite().await).await;
    match TestDb::postgres().await {
        Some(base) => run(base).await,
        None => println!("reading, postgres: no server here"),
    }
}

async fn run(base: TestDb) {
    let kind = base.kind;
    let app = TestApp::on(base);
    let world = World::new(&app).await;
    let edition = fill(&app, &world).await;
    let token = &world.coordinator.token;
    let id = kit::ids::parts(&edition.as_str().into()).unwrap().1;
    let by_hand = Router::new().route("/known/{question}/{id}", get(known)).with_state(app.state.clone());
    let mut shares = vec![];
    for (n, question) in QUESTIONS.iter().enumerate() {
        let mut body = json!({ "query": question.query });
        if question.query.contains("$id") {
            body["variables"] = json!({ "id": edition });
        }
        let body = body.to_string();
        let graphql = || {
            Request::post("/graphql")
                .header(header::CONTENT_TYPE, "application/json")
                .header(header::AUTHORIZATION, format!("Bearer {token}"))
                .body(Body::from(body.clone()))
                .unwrap()
        };
        let hand = || {
            let request = Request::get(format!("/known/{n}/{id}"));
            request.header(header::AUTHORIZATION, format!("Bearer {token}")).body(Body::empty()).unwrap()
        };
        let mut times: [Vec<Duration>; 2] = [vec![], vec![]];
        let mut sizes = [0; 2];
        // The first round warms up and does not count.
        for round in 0..=ROUNDS {
            for way in 0..2 {
                for _ in 0..EACH {
                    let start = Instant::now();
                    let response = match way {
                        0 => app.send(graphql()).await,
                        _ => by_hand.clone().oneshot(hand()).await.unwrap(),
                    };
                    assert_eq!(response.status(), 200);
                    let bytes = axum::body::to_bytes(response.into_body(), 64 << 20).await.unwrap();
                    if round > 0 {
                        times[way].push(start.elapsed());
                    }
                    sizes[way] = String::from_utf8_lossy(&bytes).matches(question.counted).count();
                }
            }
            app.statements();
        }
        assert!(sizes[0] > 0 && sizes[0] == sizes[1], "both answer the same rows: {sizes:?}");
        let [graphql, known] = times.map(common::spread);
        let share = known.0.as_secs_f64() / graphql.0.as_secs_f64();
        println!(
            "reading, {kind}, {}: share {share:.2}; GraphQL {:.2} ms median ({:.2} p95), by hand {:.2} ms ({:.2})",
            question.name,
            common::ms(graphql.0),
            common::ms(graphql.1),
            common::ms(known.0),
            common::ms(known.1),
        );
        shares.push(format!("q{}={share:.2}", n + 1));
    }
    println!("SUMMARY reading {kind} {}", shares.join(" "));
}

/// Fills the tables, and answers the id of one edition.
async fn fill(app: &TestApp, world: &World) -> String {
    let mut people = vec![];
    for n in 0..ENROLMENTS {
        people.push(world.person(app, "Małgorzata", &format!("Źdźbło-Łącka {n}")).await);
    }
    let mut last = String::new();
    for _ in 0..EDITIONS {
        let training = Training::open(app, world, EditionPlan::default()).await;
        for person in &people {
            let input = json!({
                "editionId": training.edition, "personId": world.id(*person),
                "institutionId": world.id(world.lead_office),
            });
            app.mutate(&world.coordinator.token, "enrolPerson", "enrolment { id }", input).await;
        }
        last = training.edition.to_string();
    }
    last
}

async fn known(
    Shared(state): Shared<State>,
    Path((question, id)): Path<(usize, Uuid)>,
    headers: HeaderMap,
) -> Json<Value> {
    let caller = api::auth::caller(&state, &headers).await.unwrap();
    assert!(caller.actor.user_id().is_some());
    let db = &state.db.reader;
    let backend = db.get_database_backend();
    let values = if question == 0 { vec![id.into()] } else { vec![] };
    let question = &QUESTIONS[question];
    let sql = if backend == DbBackend::Postgres { question.postgres } else { question.sqlite };
    let rows = db.query_all_raw(Statement::from_sql_and_values(backend, sql, values)).await.unwrap();
    Json((question.answer)(&rows))
}

fn text(row: &QueryResult, at: usize) -> String {
    row.try_get_by_index(at).unwrap()
}

fn key(row: &QueryResult, at: usize) -> Option<Uuid> {
    row.try_get_by_index(at).unwrap()
}

fn time(row: &QueryResult, at: usize) -> DateTime<Utc> {
    row.try_get_by_index(at).unwrap()
}

fn one_edition(rows: &[QueryResult]) -> Value {
    let sessions = rows.iter().filter_map(|row| {
        Some(json!({
            "id": key(row, 3)?, "startsAt": time(row, 4),
            "plannedMin": row.try_get_by_index::<i32>(5).unwrap(), "title": text(row, 6),
        }))
    });
    let sessions: Vec<Value> = sessions.collect();
    json!({ "id": key(&rows[0], 0), "city": text(&rows[0], 1), "title": text(&rows[0], 2), "sessions": sessions })
}

fn nested(rows: &[QueryResult]) -> Value {
    let mut editions: Vec<(Uuid, String, Vec<Value>)> = vec![];
    for row in rows {
        let Some(id) = key(row, 0) else { continue };
        if editions.last().is_none_or(|(last, ..)| *last != id) {
            editions.push((id, text(row, 1), vec![]));
        }
        let Some(enrolment) = key(row, 2) else { continue };
        if let Some((.., enrolments)) = editions.last_mut() {
            enrolments.push(json!({
                "id": enrolment, "state": text(row, 3),
                "person": { "firstName": text(row, 4), "lastName": text(row, 5) },
                "institution": { "name": row.try_get_by_index::<Option<String>>(6).unwrap() },
            }));
        }
    }
    let edition = |(id, title, enrolments)| json!({ "id": id, "title": title, "enrolments": enrolments });
    editions.into_iter().map(edition).collect()
}

fn page(rows: &[QueryResult]) -> Value {
    rows.iter()
        .map(|row| json!({ "id": key(row, 0), "state": text(row, 1), "requestedAt": time(row, 2) }))
        .collect()
}

fn counts(rows: &[QueryResult]) -> Value {
    let number = |row: &QueryResult, at: usize| row.try_get_by_index::<i64>(at).unwrap();
    rows.iter()
        .map(|row| {
            json!({
                "id": key(row, 0), "city": text(row, 1), "seats": row.try_get_by_index::<i32>(2).unwrap(),
                "enrolled": number(row, 3), "attended": number(row, 4), "certified": number(row, 5),
            })
        })
        .collect()
}
