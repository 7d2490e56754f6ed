//! Before certificates are issued, staff see who would get one, by which address, and what is unmet for the others.

use entities::shared::actor::{Role, ScopeKind};
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::letters::Message;
use tests::{TestApp, on_both};

use super::certificates;
use crate::mail::person;

const PREVIEW: &str = "query($id: ID!, $of: [ID!]) { certificateIssuePreview(editionId: $id, enrolmentIds: $of) { \
     wouldIssue address deliveryProblem deliveryProblemLabel reasons { code message } enrolment { id person { lastName } } } }";

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_tells_who_would_get_what_and_does_nothing() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let mut enrolments = vec![];
        for (name, email) in
            [("Akurat", Some("anna@example.pl")), ("Bezadresu", None), ("Nieobecna", Some("n@example.pl"))]
        {
            let who = person(&app, &world, ("Anna", name), email).await;
            enrolments.push(training.enrol(&app, &world, who).await);
        }
        training.start(&app, &world).await;
        for (session, minutes) in [(0, 240), (1, 120)] {
            training
                .record(&app, &world, session, &[(&enrolments[0], minutes), (&enrolments[1], minutes)])
                .await;
        }
        let token = &world.coordinator.token;
        training.finish(&app, &world).await;
        let traces = async || {
            app.ask(token, "{ certificates { totalCount } deliveries { totalCount } }", json!({})).await
        };
        let (before, letters) = (traces().await, Message::in_folder(&app).len());
        let run = async |of: Value| {
            let answer = app.ask(token, PREVIEW, json!({ "id": training.edition, "of": of })).await;
            answer["certificateIssuePreview"].as_array().unwrap().clone()
        };
        let told = run(Value::Null).await;
        let names: Vec<&Value> = told.iter().map(|one| &one["enrolment"]["person"]["lastName"]).collect();
        assert_eq!(names, ["Akurat", "Bezadresu", "Nieobecna"]);
        let of = |n: usize| [&told[n]["wouldIssue"], &told[n]["address"], &told[n]["deliveryProblem"]];
        assert_eq!(of(0), [&json!(true), &json!("anna@example.pl"), &Value::Null]);
        assert_eq!(of(1), [&json!(true), &Value::Null, &json!("NO_ADDRESS")]);
        assert_eq!(told[1]["deliveryProblemLabel"], "odbiorca nie ma adresu e-mail");
        assert_eq!(of(2), [&json!(false), &Value::Null, &Value::Null]);
        assert_eq!(told[2]["reasons"][0]["code"], "BELOW_THRESHOLD");
        assert_eq!(run(json!([enrolments[2]])).await.len(), 1);
        assert_eq!(traces().await, before, "nothing is issued or posted");
        assert_eq!(app.work().await, 0);
        assert_eq!(Message::in_folder(&app).len(), letters);

        // What was told comes true; and then there is nothing left to do.
        let issued = training.issue(&app, &world).await;
        assert_eq!(issued["certificates"].as_array().unwrap().len(), 2);
        let revoked = certificates(&app, token, &training.edition).await.remove(0);
        let revoke = json!({ "certificateId": revoked["id"], "reason": "Wydano omyłkowo" });
        app.mutate(token, "revokeCertificate", "certificate { id }", revoke).await;
        let codes: Vec<Value> =
            run(Value::Null).await.iter().map(|one| one["reasons"][0]["code"].clone()).collect();
        assert_eq!(codes, ["TAKEN_BACK", "ALREADY_ISSUED", "BELOW_THRESHOLD"]);

        // Whoever may not issue is told nothing.
        let auditor =
            world.account(&app, "audyt@example.pl", Role::Auditor, ScopeKind::Installation, None).await;
        let other = world
            .account(&app, "inny@example.pl", Role::Coordinator, ScopeKind::Partner, Some(world.partner.0))
            .await;
        for token in [&auditor.token, &other.token] {
            let answer = app.graphql(Some(token), PREVIEW, json!({ "id": training.edition })).await;
            assert!(answer.body["data"]["certificateIssuePreview"].is_null(), "{:#}", answer.body);
            assert_eq!(answer.body["errors"][0]["extensions"]["code"], "FORBIDDEN", "{:#}", answer.body);
        }
    })
    .await;
}
