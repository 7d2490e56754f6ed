//! A whole crowd at one edition: everybody gets through, nothing is lost, nobody waits for a deadlock to be noticed, and
//! lists answer meanwhile. How long it takes is printed (`--nocapture`); a release build is measured by
//! `cargo test --release -p tests --test e2e crowd -- --nocapture`.

use std::sync::Arc;
use std::time::Instant;

use entities::trainings::{EnrolmentState, enrolment};
use entities::upkeep::drift::drifts;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, TestDb};
use tokio::sync::Barrier;

use super::deadlocks;

/// How many cancel at the same moment.
const CROWD: i32 = 200;

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_cancellations_at_once_all_end_while_lists_answer() {
    // Where one writes at a time, the order of locks says nothing.
    let Some(base) = TestDb::postgres().await else { return };
    let app = Arc::new(TestApp::on(base));
    let world = World::new(&app).await;
    let plan = EditionPlan { seats: CROWD / 2, waiting: CROWD, ..EditionPlan::default() };
    let training = Training::open(&app, &world, plan).await;
    let mut enrolments = vec![];
    for n in 0..CROWD {
        let person = world.person(&app, "Anna", &format!("Osoba {n}")).await;
        enrolments.push(training.enrol(&app, &world, person).await);
    }
    let start = Arc::new(Barrier::new(enrolments.len()));
    let token = Arc::new(world.coordinator.token.clone());
    let cancelled: Vec<_> = enrolments
        .into_iter()
        .map(|id| {
            let (app, start, token) = (Arc::clone(&app), Arc::clone(&start), Arc::clone(&token));
            tokio::spawn(async move {
                start.wait().await;
                let payload =
                    app.try_mutate(&token, "cancelEnrolment", "", json!({ "enrolmentId": id })).await;
                payload["errors"].clone()
            })
        })
        .collect();
    // Somebody reads all the while.
    let (began, mut read) = (Instant::now(), vec![]);
    while !cancelled.iter().all(tokio::task::JoinHandle::is_finished) {
        let list = "{ editions(first: 10) { edges { node { title seatsTaken } } } }";
        let asked = Instant::now();
        let data = app.ask(&token, list, json!({})).await;
        assert_eq!(data["editions"]["edges"].as_array().unwrap().len(), 1);
        read.push(asked.elapsed());
    }
    let took = began.elapsed();
    for task in cancelled {
        assert_eq!(task.await.unwrap(), json!([]));
    }
    read.sort_unstable();
    let (p50, p99) = (read[read.len() / 2], read[read.len() * 99 / 100]);
    println!(
        "{CROWD} cancellations end within {took:?}; {} lists meanwhile, p50 {p50:?}, p99 {p99:?}",
        read.len()
    );
    assert_eq!(deadlocks(&app).await, 0);
    let db = &app.state.db.reader;
    let live =
        enrolment::Entity::find().filter(enrolment::Column::State.ne(EnrolmentState::CancelledByOrganiser));
    assert_eq!(live.count(db).await.unwrap(), 0);
    assert_eq!(drifts(db).await.unwrap(), []);
}
