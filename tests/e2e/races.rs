//! Whatever happens at once: counts stay those of the rows they count, and nobody meets a fault.

mod administrators;
mod at_once;
mod crowd;
mod drift;
mod erasure;
mod model;
mod processes;
mod rush;
mod unique;
mod ways_in;

pub(crate) use at_once::copies_with;

use std::sync::Arc;

use entities::institutions::person;
use entities::shared::actor::{Role, ScopeKind};
use entities::trainings::{EnrolmentState, edition, enrolment};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Statement};
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};
use tokio::sync::Barrier;
use uuid::Uuid;

/// A last day that no clock of these stories reaches.
const FAR: &str = "2099-12-31";

/// How often all of it happens.
const ROUNDS: usize = 4;

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

/// How often the database had to end a transaction, because two waited for each other. Nowhere else can they.
async fn deadlocks(app: &TestApp) -> i64 {
    if app.base.kind == "sqlite" {
        return 0;
    }
    let db = app.state.db.for_migration();
    // What a connection has counted is told when it is idle for a moment.
    let sql = "SELECT pg_stat_force_next_flush(), deadlocks FROM pg_stat_database WHERE datname = current_database()";
    let row =
        db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap().unwrap();
    row.try_get("", "deadlocks").unwrap()
}

/// Seats taken and people waiting of every edition, as they are counted and as they are.
async fn counts(app: &TestApp) -> Vec<[u64; 4]> {
    let db = &app.state.db.reader;
    let mut all = vec![];
    for row in edition::Entity::find().all(db).await.unwrap() {
        let of = |states: &[EnrolmentState]| {
            enrolment::Entity::find()
                .filter(enrolment::Column::EditionId.eq(row.id))
                .filter(enrolment::Column::State.is_in(states.iter().copied()))
                .count(db)
        };
        let seated = of(&EnrolmentState::SEATED).await.unwrap();
        let waiting = of(&[EnrolmentState::Waitlisted]).await.unwrap();
        let counted = [row.seats_taken, row.waiting].map(|count| u64::try_from(count).unwrap());
        all.push([counted[0], seated, counted[1], waiting]);
    }
    all
}

/// Live enrolments of people who are erased.
async fn live_of_the_erased(app: &TestApp) -> u64 {
    let db = &app.state.db.reader;
    let erased = person::Entity::find().filter(person::Column::ErasedAt.is_not_null()).all(db).await.unwrap();
    let live = enrolment::Entity::find()
        .filter(enrolment::Column::PersonId.is_in(erased.iter().map(|person| person.id)))
        .filter(enrolment::Column::State.is_in([
            EnrolmentState::PendingApproval,
            EnrolmentState::Offered,
            EnrolmentState::Confirmed,
            EnrolmentState::Waitlisted,
        ]));
    live.count(db).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_erasing_enrolling_and_new_seats_at_once_leave_the_counts_true() {
    on_both(async |base| {
        let app = Arc::new(TestApp::on(base));
        let world = Arc::new(World::new(&app).await);
        let admin = world
            .account(&app, "iod@example.pl", Role::SysAdmin, ScopeKind::Installation, None::<Uuid>)
            .await;
        for round in 0..ROUNDS {
            let plan = EditionPlan { seats: 5, waiting: 5, ..EditionPlan::default() };
            let training = Training::open(&app, &world, plan).await;
            let mut inputs: Vec<(String, &str, Value)> = vec![];
            for n in 0..10 {
                let person = world.person(&app, "Zofia", &format!("Współbieżna {round} {n}")).await;
                let id = training.enrol(&app, &world, person).await;
                let cancel = json!({ "enrolmentId": id });
                inputs.push((world.coordinator.token.clone(), "cancelEnrolment", cancel));
                if n % 2 == 0 {
                    let erase = json!({ "personId": world.id(person), "onlyWhatMayGo": true });
                    inputs.push((admin.token.clone(), "erasePerson", erase));
                }
            }
            for n in 10..14 {
                let person = world.person(&app, "Zofia", &format!("Współbieżna {round} {n}")).await;
                let enrol = json!({ "editionId": training.edition, "personId": world.id(person) });
                inputs.push((world.coordinator.token.clone(), "enrolPerson", enrol));
                let erase = json!({ "personId": world.id(person), "onlyWhatMayGo": true });
                inputs.push((admin.token.clone(), "erasePerson", erase));
            }
            let edition = json!({ "editionId": training.edition });
            inputs.push((world.coordinator.token.clone(), "promoteWaiting", edition.clone()));
            let more = json!({ "editionId": training.edition, "seats": 7 });
            inputs.push((world.coordinator.token.clone(), "setSeats", more));

            let start = Arc::new(Barrier::new(inputs.len()));
            let tasks: Vec<_> = inputs
                .into_iter()
                .map(|(token, name, input)| {
                    let (app, start) = (Arc::clone(&app), Arc::clone(&start));
                    tokio::spawn(async move {
                        start.wait().await;
                        // A fault would end the test here: what is refused is refused in the payload.
                        let payload = app.try_mutate(&token, name, "", input).await;
                        payload["errors"][0]["code"].as_str().unwrap_or("DONE").to_owned()
                    })
                })
                .collect();
            for task in tasks {
                let code = task.await.unwrap();
                let known = ["DONE", "WRONG_STATE", "NOT_FOUND", "EDITION_FULL"];
                assert!(known.contains(&code.as_str()), "{code}");
            }
            for [taken, seated, waiting, waitlisted] in counts(&app).await {
                assert_eq!((taken, waiting), (seated, waitlisted), "round {round}");
            }
            assert_eq!(live_of_the_erased(&app).await, 0, "round {round}");
            app.work().await;
        }
    })
    .await;
}
