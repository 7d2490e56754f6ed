//! The scheduled report goes to those who may have it at that moment, and to nobody else.

use chrono::{DateTime, Duration as Span};
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::TypedId;
use reports::mail::Way;
use reports::schedule::tick;
use serde_json::{Value, json};
use tests::builders::{Account, PilotStudy, World};
use tests::letters::Message;
use tests::mail_sink::{MailSink, Mode};
use tests::{TestApp, on_both};

use super::text;

/// A weekly report with these recipients beside the coordinator.
async fn weekly(app: &TestApp, emails: &[&str]) -> (World, Vec<Account>) {
    let world = World::new(app).await;
    let study = PilotStudy::running(app, &world, &[("2604022", "gmina@example.pl")]).await;
    let token = &world.coordinator.token;
    let report = json!({ "kind": "PILOT_SUMMARY", "pilotId": study.pilot, "title": "Podsumowanie pilotażu" });
    let report = app.mutate(token, "createReportDefinition", "reportDefinition { id }", report).await;
    let weekly = json!({ "definitionId": report["reportDefinition"]["id"], "cron": "0 7 * * 1" });
    let weekly = app.mutate(token, "createReportSchedule", "reportSchedule { id }", weekly).await;
    let mut accounts = vec![];
    for email in emails {
        let project = Some(world.project.uuid());
        accounts.push(world.account(app, email, Role::TeamResearch, ScopeKind::Project, project).await);
    }
    for email in [&["koordynator@example.pl"], emails].concat() {
        let input = json!({ "scheduleId": weekly["reportSchedule"]["id"], "email": email });
        app.mutate(token, "addReportRecipient", "reportSchedule { id }", input).await;
    }
    (world, accounts)
}

/// It is Monday, and the report is due.
async fn monday(app: &TestApp) {
    app.clock.set(DateTime::parse_from_rfc3339("2026-05-18T07:00:01+02:00").unwrap().to_utc());
    tick(&app.worker_context()).await.unwrap();
}

/// State of the only run, and of its deliveries by recipient.
async fn run(app: &TestApp, token: &str) -> (String, Vec<Value>) {
    let query = "{ reportRuns { edges { node { state deliveries(first: 100) { totalCount edges { node { \
                 id email kind state problem problemLabel replyCode } } } } } } }";
    let found = app.ask(token, query, json!({})).await;
    let runs = found["reportRuns"]["edges"].as_array().unwrap();
    assert_eq!(runs.len(), 1);
    let edges = runs[0]["node"]["deliveries"]["edges"].as_array().unwrap();
    let mut deliveries: Vec<Value> = edges.iter().map(|edge| edge["node"].clone()).collect();
    deliveries.sort_by_key(|one| one["email"].to_string());
    (text(&runs[0]["node"]["state"]), deliveries)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_lost_the_right_since_gets_nothing_and_everybody_sees_who_was_left_out_and_why() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let (world, accounts) =
            weekly(&app, &["anna@example.pl", "bylam@example.pl", "zablokowany@example.pl"]).await;
        let admin =
            world.account(&app, "admin@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        let english = json!({ "language": "ENGLISH" });
        app.mutate(&accounts[0].token, "setLanguage", "user { language }", english).await;
        monday(&app).await;

        // Between the due time and the message: one role ends, one account is blocked.
        let query = "query($id: ID!) { node(id: $id) { ... on User { grants { edges { node { id } } } } } }";
        let grants = app.ask(&admin.token, query, json!({ "id": world.id(accounts[1].user) })).await;
        let grant = json!({ "id": grants["node"]["grants"]["edges"][0]["node"]["id"] });
        app.mutate(&admin.token, "revokeRole", "grant { id }", grant).await;
        app.mutate(&admin.token, "blockUser", "user { id }", json!({ "id": world.id(accounts[2].user) }))
            .await;
        assert_eq!(app.work().await, 0);

        let (state, deliveries) = run(&app, &world.coordinator.token).await;
        assert_eq!(state, "DELIVERED");
        let outcomes: Vec<[&Value; 3]> =
            deliveries.iter().map(|one| [&one["email"], &one["state"], &one["problem"]]).collect();
        let expected = [
            [json!("anna@example.pl"), json!("SENT"), json!(null)],
            [json!("bylam@example.pl"), json!("LEFT_OUT"), json!("NO_RIGHTS")],
            [json!("koordynator@example.pl"), json!("SENT"), json!(null)],
            [json!("zablokowany@example.pl"), json!("LEFT_OUT"), json!("BLOCKED")],
        ];
        assert_eq!(outcomes, expected.iter().map(|row| [&row[0], &row[1], &row[2]]).collect::<Vec<_>>());
        assert_eq!(deliveries[1]["problemLabel"], "odbiorca nie ma już uprawnień");

        let letters = Message::in_folder(&app);
        let to: Vec<String> = letters.iter().map(|letter| letter.header("To")).collect();
        assert_eq!(to, ["anna@example.pl", "koordynator@example.pl"]);
        assert_eq!(letters[0].header("Subject"), "Podsumowanie pilotażu – as of 2026-05-18");
        assert_eq!(letters[1].header("Subject"), "Podsumowanie pilotażu – stan na 18 maja 2026 r.");
        assert_eq!(letters[0].header("Content-Language"), "en");
        for letter in &letters {
            assert!(letter.bytes("application/pdf").starts_with(b"%PDF"));
            assert!(letter.raw().contains("podsumowanie-pilotazu-2026-05-18.pdf"));
        }
        // Who was left out sees nothing of it, a delivery to themselves apart.
        let seen = app.ask(&accounts[1].token, "{ reportRuns { totalCount } }", json!({})).await;
        assert_eq!(seen["reportRuns"]["totalCount"], 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_failure_blocks_no_other_and_the_run_is_delivered_once_it_is_mended() {
    on_both(async |base| {
        let mut app = TestApp::on(base);
        let sink = MailSink::in_turn(&[Mode::NoSuchUser, Mode::Ok]).await;
        app.mail.way = Way::Smtp(sink.server());
        let (world, _) = weekly(&app, &["anna@example.pl", "jan@example.pl"]).await;
        let token = &world.coordinator.token;
        monday(&app).await;
        assert_eq!(app.work().await, 0);
        assert_eq!(sink.taken().len(), 2);
        let (state, deliveries) = run(&app, token).await;
        assert_eq!(state, "RENDERED", "somebody is still without it");
        let failed: Vec<&Value> = deliveries.iter().filter(|one| one["state"] == "FAILED").collect();
        assert_eq!((failed.len(), &failed[0]["replyCode"]), (1, &json!(550)));
        let input = json!({ "deliveryId": failed[0]["id"] });
        app.mutate(token, "resendDelivery", "delivery { id }", input).await;
        assert_eq!(app.work().await, 0);
        assert_eq!(sink.taken().len(), 3);
        assert_eq!(run(&app, token).await.0, "DELIVERED");
        // Later nothing goes out again.
        app.clock.advance(Span::days(2));
        assert_eq!(app.work().await, 0);
        assert_eq!(sink.taken().len(), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_by_hand_is_mailed_to_nobody() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let (world, _) = weekly(&app, &[]).await;
        let token = &world.coordinator.token;
        let found = app.ask(token, "{ reportDefinitions { edges { node { id } } } }", json!({})).await;
        let id = &found["reportDefinitions"]["edges"][0]["node"]["id"];
        app.mutate(token, "runReport", "reportRun { id }", json!({ "definitionId": id })).await;
        assert_eq!(app.work().await, 0);
        let (state, deliveries) = run(&app, token).await;
        assert_eq!((state.as_str(), deliveries.len()), ("RENDERED", 0));
    })
    .await;
}
