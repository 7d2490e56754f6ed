//! The end of a certificate is told to its person, once for each step, and only while it is true.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use entities::certificates::certificate;
use entities::jobs::{JobState, job};
use entities::mail::{DeliveryKind, DeliveryState, delivery};
use reports::schedule::tick;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use tests::builders::World;
use tests::letters::Message;
use tests::{TestApp, on_both};

use super::{issued, person};

fn subjects(app: &TestApp) -> Vec<String> {
    Message::in_folder(app).iter().map(|letter| letter.header("Subject")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_loses_a_certificate_is_told_once_and_why() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let anna = person(&app, &world, ("Anna", "Łącka"), Some("anna@example.pl")).await;
        let jan = person(&app, &world, ("Jan", "Kos"), Some("jan@example.pl")).await;
        let (_, made) = issued(&app, &world, &[anna, jan]).await;
        let token = &world.coordinator.token;
        let of = |name: &str| {
            let all = made["certificates"].as_array().unwrap();
            all.iter().find(|one| one["person"]["lastName"] == name).unwrap()["id"].clone()
        };
        // What was annulled was never handed over: nobody has anything to be told of.
        let annul = json!({ "certificateId": of("Kos"), "reason": "Zły wzór" });
        app.mutate(token, "annulCertificate", "certificate { id }", annul).await;
        assert_eq!(app.work().await, 0);
        assert_eq!(subjects(&app).len(), 1);
        let revoke = json!({ "certificateId": of("Łącka"), "reason": "Wydano omyłkowo" });
        let noticed = "certificate { notices { edges { node { kind } } } }";
        let done = app.mutate(token, "revokeCertificate", noticed, revoke.clone()).await;
        assert_eq!(
            done["certificate"]["notices"]["edges"],
            json!([{ "node": { "kind": "CERTIFICATE_REVOKED" } }])
        );
        assert_eq!(app.refused(token, "revokeCertificate", revoke).await, "WRONG_STATE");
        assert_eq!(app.work().await, 0);
        let letters = Message::in_folder(&app);
        assert_eq!(letters.len(), 2);
        let letter = letters.iter().find(|one| one.header("Subject").contains("Unieważniono")).unwrap();
        assert!(letter.header("To").contains("anna@example.pl"));
        let text = letter.part("text/plain");
        assert!(text.contains("Wydano omyłkowo") && text.contains("SK/2026/000"), "{text}");

        // Everything again, as after a restart.
        let undone = job::ActiveModel { state: Set(JobState::Ready), ..Default::default() };
        job::Entity::update_many().set(undone).exec(app.state.db.for_migration()).await.unwrap();
        assert_eq!(app.work().await, 0);
        assert_eq!(Message::in_folder(&app).len(), 2);
    })
    .await;
}

async fn valid_until(app: &TestApp, last: NaiveDate) {
    let set = certificate::Entity::update_many()
        .col_expr(certificate::Column::ValidUntil, Expr::value(Some(last)))
        .exec(app.state.db.for_migration());
    set.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_expires_is_told_thirty_and_seven_days_before_and_once_each() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let anna = person(&app, &world, ("Anna", "Łącka"), Some("anna@example.pl")).await;
        let silent = person(&app, &world, ("Jan", "Bezadresowy"), None).await;
        let lost = person(&app, &world, ("Ola", "Żuk"), Some("ola@example.pl")).await;
        let (_, made) = issued(&app, &world, &[anna, silent, lost]).await;
        assert_eq!(app.work().await, 0);
        let before = subjects(&app).len();
        valid_until(&app, "2027-05-12".parse().unwrap()).await;
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let context = app.worker_context();
        let passes = async |now: &str| {
            app.clock.set(at(now));
            tick(&context).await.unwrap();
            // Another worker ticks at the same time, and this one again.
            tick(&context).await.unwrap();
            assert_eq!(app.work().await, 0);
            subjects(&app).len() - before
        };
        assert_eq!(passes("2027-04-11T10:00:00Z").await, 0, "a day too early");
        assert_eq!(passes("2027-04-12T06:00:00Z").await, 0, "before the hour");
        // One of them is taken back before the reminder leaves.
        let of_ola =
            made["certificates"].as_array().unwrap().iter().find(|one| one["person"]["lastName"] == "Żuk");
        let revoke = json!({ "certificateId": of_ola.unwrap()["id"], "reason": "Wydano omyłkowo" });
        app.mutate(&world.coordinator.token, "revokeCertificate", "certificate { id }", revoke).await;
        assert_eq!(
            passes("2027-04-12T07:30:00Z").await,
            2,
            "one reminder, one revocation: {:?}",
            subjects(&app)
        );
        assert_eq!(passes("2027-04-13T07:30:00Z").await, 2);
        assert_eq!(passes("2027-05-04T07:30:00Z").await, 2);
        assert_eq!(passes("2027-05-05T07:30:00Z").await, 3);
        assert_eq!(passes("2027-05-06T07:30:00Z").await, 3);
        assert_eq!(passes("2027-05-13T07:30:00Z").await, 3, "it is over");
        let reminders: Vec<Message> = Message::in_folder(&app)
            .into_iter()
            .filter(|letter| letter.header("Subject").contains("koniec ważności"))
            .collect();
        assert_eq!(reminders.len(), 2);
        for letter in &reminders {
            assert!(letter.header("To").contains("anna@example.pl"));
            assert!(letter.part("text/plain").contains("12 maja 2027"), "{}", letter.part("text/plain"));
        }
        let of_silent = delivery::Entity::find().filter(delivery::Column::PersonId.eq(silent));
        let left_out = of_silent.filter(delivery::Column::State.eq(DeliveryState::LeftOut));
        let left_out = left_out.all(&app.state.db.reader).await.unwrap();
        let reminders = left_out.iter().filter(|row| row.kind == DeliveryKind::CertificateExpires);
        assert_eq!(reminders.count(), 2, "staff see whom no reminder reached");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_that_waits_until_the_certificate_is_taken_back_does_not_leave() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let anna = person(&app, &world, ("Anna", "Łącka"), Some("anna@example.pl")).await;
        let (_, made) = issued(&app, &world, &[anna]).await;
        assert_eq!(app.work().await, 0);
        valid_until(&app, (app.now() + Duration::days(100)).date_naive()).await;
        app.clock.advance(Duration::days(95));
        app.write(async |tx, op| entities::certificates::told::remind(tx, op).await).await;
        let revoke = json!({ "certificateId": made["certificates"][0]["id"], "reason": "Wydano omyłkowo" });
        app.mutate(&world.coordinator.token, "revokeCertificate", "certificate { id }", revoke).await;
        assert_eq!(app.work().await, 0);
        assert!(!subjects(&app).iter().any(|one| one.contains("koniec ważności")), "{:?}", subjects(&app));
        let query = "query($id: ID!) { node(id: $id) { ... on Certificate { notices(orderBy: CREATED_ASC) { edges { node { kind state problem } } } } } }";
        let id = json!({ "id": made["certificates"][0]["id"] });
        let seen = app.ask(&world.coordinator.token, query, id).await;
        let told: Vec<Value> =
            seen["node"]["notices"]["edges"].as_array().unwrap().iter().map(|edge| edge["node"].clone()).collect();
        assert!(told.contains(&json!({ "kind": "CERTIFICATE_EXPIRES", "state": "LEFT_OUT", "problem": "OVER" })), "{told:?}");
        assert!(told.contains(&json!({ "kind": "CERTIFICATE_REVOKED", "state": "SENT", "problem": null })), "{told:?}");
    })
    .await;
}
