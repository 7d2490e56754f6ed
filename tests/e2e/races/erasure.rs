//! Erasure is final: whatever is written about somebody at the same moment is there before and goes, or is refused.

use std::sync::Arc;

use entities::accounts::{UserState, user};
use entities::institutions::{employment, person};
use entities::requests::request;
use entities::shared::actor::{Role, ScopeKind};
use entities::trainings::trainer_assignment;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};
use tokio::sync::Barrier;

/// People who are erased while others write about them.
const PEOPLE: usize = 8;
/// How often all of it happens.
const ROUNDS: usize = 2;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_written_beside_an_erasure_stays_on_whom_it_erased() {
    on_both(async |base| {
        let app = Arc::new(TestApp::on(base));
        let world = World::new(&app).await;
        let admin =
            world.account(&app, "iod@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        for round in 0..ROUNDS {
            let mut inputs: Vec<(&str, Value)> = vec![];
            for n in 0..PEOPLE {
                let person = world.person(&app, "Ewa", &format!("Znikająca {round} {n}")).await;
                let id = world.id(person);
                inputs.push(("erasePerson", json!({ "personId": id, "onlyWhatMayGo": true })));
                inputs.push(match n % 4 {
                    0 => {
                        let office = world.id(world.partner_office);
                        let job = json!({ "personId": id, "institutionId": office, "post": "doradca", "from": "2026-01-01" });
                        ("addEmployment", job)
                    }
                    1 => ("assignTrainer", json!({ "personId": id, "editionId": training.edition })),
                    2 => ("createUser", json!({ "personId": id, "email": format!("e{round}{n}@example.pl") })),
                    _ => ("requestPersonExport", json!({ "personId": id })),
                });
            }
            let start = Arc::new(Barrier::new(inputs.len()));
            let tasks: Vec<_> = inputs
                .into_iter()
                .map(|(name, input)| {
                    let (app, start, token) = (Arc::clone(&app), Arc::clone(&start), admin.token.clone());
                    tokio::spawn(async move {
                        start.wait().await;
                        // A fault would end the test here: what is refused is refused in the payload.
                        app.try_mutate(&token, name, "", input).await;
                    })
                })
                .collect();
            for task in tasks {
                task.await.unwrap();
            }
            let db = &app.state.db.reader;
            let gone = person::Entity::find().filter(person::Column::ErasedAt.is_not_null());
            let gone: Vec<_> = gone.all(db).await.unwrap().into_iter().map(|person| person.id).collect();
            assert!(!gone.is_empty(), "somebody was erased");
            let of = || gone.iter().copied();
            let employed = employment::Entity::find().filter(employment::Column::PersonId.is_in(of()));
            assert_eq!(employed.count(db).await.unwrap(), 0, "round {round}: employments");
            let trains = trainer_assignment::Entity::find()
                .filter(trainer_assignment::Column::PersonId.is_in(of()));
            assert_eq!(trains.count(db).await.unwrap(), 0, "round {round}: trainers");
            let accounts = user::Entity::find()
                .filter(user::Column::PersonId.is_in(of()))
                .filter(user::Column::State.eq(UserState::Active));
            assert_eq!(accounts.count(db).await.unwrap(), 0, "round {round}: accounts");
            let requests = request::Entity::find().filter(request::Column::PersonId.is_in(of()));
            let open = requests.all(db).await.unwrap().into_iter().filter(|request| request.state.is_open());
            assert_eq!(open.count(), 0, "round {round}: requests");
        }
    })
    .await;
}
