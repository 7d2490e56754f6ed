//! How many statements a write takes does not depend on how many people it is about.

use entities::certificates::certificate;
use entities::partnerships::{ProjectState, project};
use entities::shared::actor::{Role, ScopeKind};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};
use uuid::Uuid;

/// Shapes of statements: the table and what is done with it.
fn shapes(statements: &[String]) -> String {
    let shape = |sql: &String| sql.chars().take(60).collect::<String>();
    statements.iter().map(shape).collect::<Vec<_>>().join("\n")
}

/// Runs a mutation and answers what it wrote.
async fn written(app: &TestApp, token: &str, name: &str, input: Value) -> Vec<String> {
    app.written();
    app.mutate(token, name, "", input).await;
    app.written()
}

/// An open edition with so many people on seats, and as many who wait.
async fn full(app: &TestApp, world: &World, people: i32) -> (Training, Vec<String>) {
    let plan = EditionPlan { seats: people, waiting: people, ..EditionPlan::default() };
    let training = Training::open(app, world, plan).await;
    let mut enrolments = vec![];
    for n in 0..people * 2 {
        let person = world.person(app, "Anna", &format!("Osoba {people} {n}")).await;
        enrolments.push(training.enrol(app, world, person).await);
    }
    (training, enrolments)
}

#[tokio::test(flavor = "multi_thread")]
async fn promoting_completing_issuing_and_calling_off_take_as_many_statements_for_many_as_for_few() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let token = &world.coordinator.token;
        let mut counts: Vec<Vec<(&str, Vec<String>)>> = vec![];
        for people in [3, 12] {
            let mut count = vec![];
            let (training, _) = full(&app, &world, people).await;
            let more = json!({ "editionId": training.edition, "seats": people * 2 });
            count.push(("promoted", written(&app, token, "setSeats", more).await));
            let off = json!({ "editionId": training.edition, "to": "CANCELLED", "reason": "powódź" });
            count.push(("called off", written(&app, token, "changeEditionState", off).await));

            let (training, enrolments) = full(&app, &world, people).await;
            training.start(&app, &world).await;
            for (session, minutes) in [(0, 240), (1, 120)] {
                let seated = &enrolments[..usize::try_from(people).unwrap()];
                let rows: Vec<(&str, i32)> = seated.iter().map(|id| (id.as_str(), minutes)).collect();
                training.record(&app, &world, session, &rows).await;
            }
            let lock = json!({ "editionId": training.edition, "missingAsAbsent": true });
            count.push(("locked", written(&app, token, "lockAttendance", lock).await));
            let over = json!({ "editionId": training.edition, "to": "COMPLETED" });
            count.push(("completed", written(&app, token, "changeEditionState", over).await));
            let issue = json!({ "editionId": training.edition });
            count.push(("issued", written(&app, token, "issueCertificates", issue).await));
            counts.push(count);
        }
        for ((what, few), (_, many)) in counts[0].iter().zip(&counts[1]) {
            assert_eq!(few.len(), many.len(), "{what}\n{}\n--\n{}", shapes(few), shapes(many));
            let told = many.iter().filter(|sql| sql.contains("pg_notify")).count();
            assert!(told <= 1, "{what}: {told} notifications");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_enrolment_takes_at_most_eleven_statements() {
    on_both(async |base| {
        let is_sqlite = base.kind == "sqlite";
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let plan = EditionPlan { seats: 1, waiting: 5, institution_cap: Some(3), ..EditionPlan::default() };
        let training = Training::open(&app, &world, plan).await;
        for name in ["Pierwsza", "Druga"] {
            let person = world.id(world.person(&app, "Ewa", name).await);
            let office = world.id(world.lead_office);
            let enrol = json!({ "editionId": training.edition, "personId": person, "institutionId": office });
            let mut statements = written(&app, &world.coordinator.token, "enrolPerson", enrol).await;
            // Where nothing can be notified, events are rows of a table that is kept short.
            statements.retain(|sql| !(is_sqlite && sql.contains("live_event")));
            assert!(statements.len() <= 11, "{}\n{}", statements.len(), shapes(&statements));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn erasing_somebody_with_many_certificates_takes_as_many_statements_as_with_few() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let admin = world
            .account(&app, "iod@example.pl", Role::SysAdmin, ScopeKind::Installation, None::<Uuid>)
            .await;
        app.ask(&admin.token, "{ viewer { user { id } } }", json!({})).await;
        let (few, many) =
            (world.person(&app, "Ewa", "Rzadka").await, world.person(&app, "Ewa", "Częsta").await);
        for n in 0..5 {
            let training = Training::open(&app, &world, EditionPlan::default()).await;
            let mut enrolments = vec![training.enrol(&app, &world, many).await];
            if n == 0 {
                enrolments.push(training.enrol(&app, &world, few).await);
            }
            training.start(&app, &world).await;
            for (session, minutes) in [(0, 240), (1, 120)] {
                let rows: Vec<(&str, i32)> = enrolments.iter().map(|id| (id.as_str(), minutes)).collect();
                training.record(&app, &world, session, &rows).await;
            }
            training.finish(&app, &world).await;
            training.issue(&app, &world).await;
        }
        // The documentation need not be kept any more.
        let until = project::ActiveModel {
            state: Set(ProjectState::Closed),
            retention_until: Set(Some("2026-01-01".parse().unwrap())),
            ..Default::default()
        };
        project::Entity::update_many().set(until).exec(app.state.db.for_migration()).await.unwrap();
        let mut counts = vec![];
        for person in [few, many] {
            let erase = json!({ "personId": world.id(person), "onlyWhatMayGo": false });
            counts.push(written(&app, &admin.token, "erasePerson", erase).await);
        }
        let named = certificate::Entity::find().filter(certificate::Column::ErasedAt.is_null());
        assert_eq!(named.count(&app.state.db.reader).await.unwrap(), 0);
        assert_eq!(counts[0].len(), counts[1].len(), "{}\n--\n{}", shapes(&counts[0]), shapes(&counts[1]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn erasing_somebody_with_many_messages_takes_as_many_statements_as_with_few() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let admin = world
            .account(&app, "iod@example.pl", Role::SysAdmin, ScopeKind::Installation, None::<Uuid>)
            .await;
        // The first use of a token is noted.
        app.ask(&admin.token, "{ viewer { user { id } } }", json!({})).await;
        let mut counts = vec![];
        for (n, resets) in [1, 6].into_iter().enumerate() {
            let person = world.person(&app, "Ewa", &format!("Odchodząca {n}")).await;
            let email = format!("ewa{n}@example.pl");
            world.participant(&app, &email, person).await;
            for _ in 0..resets {
                let ask = "mutation($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) { errors { code } } }";
                app.graphql(None, ask, json!({ "input": { "email": email } })).await;
            }
            let erase = json!({ "personId": world.id(person), "onlyWhatMayGo": true });
            counts.push(written(&app, &admin.token, "erasePerson", erase).await);
        }
        assert_eq!(counts[0].len(), counts[1].len(), "{}\n--\n{}", shapes(&counts[0]), shapes(&counts[1]));
    })
    .await;
}
