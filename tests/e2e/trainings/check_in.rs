//! Tickets scanned at the door.

use chrono::Duration;
use entities::shared::actor::{Role, ScopeKind};
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::letters::Message;
use tests::{TestApp, on_both};

const FIELDS: &str = "session { id } scans { outcome enrolment { id } }";

async fn ticket(app: &TestApp, token: &str, enrolment: &str) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on Enrolment { ticketCode } } }";
    app.ask(token, query, json!({ "id": enrolment })).await["node"]["ticketCode"].clone()
}

fn outcomes(payload: &Value) -> Vec<&str> {
    payload["scans"].as_array().unwrap().iter().map(|scan| scan["outcome"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn scans_arrive_late_twice_and_out_of_order_and_each_person_counts_once() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let plan = EditionPlan { seats: 3, waiting: 1, sessions: vec![(240, false)], ..EditionPlan::default() };
        let training = Training::open(&app, &world, plan).await;
        let token = &world.coordinator.token;
        let (mut enrolments, mut tickets) = (vec![], vec![]);
        for name in ["Punktualna", "Spóźniona", "Wyszła"] {
            let person = world.person(&app, "Ewa", name).await;
            enrolments.push(training.enrol(&app, &world, person).await);
            tickets.push(ticket(&app, token, &enrolments[enrolments.len() - 1]).await);
        }
        let waits = training.enrol(&app, &world, world.person(&app, "Ola", "Czeka").await).await;
        assert_eq!(ticket(&app, token, &waits).await, Value::Null, "who waits has no ticket");
        training.start(&app, &world).await;
        // The session has just ended: four hours ago it began.
        let start = app.now() - Duration::minutes(240);
        let at = |minute: i64| (start + Duration::minutes(minute)).to_rfc3339();
        let scan = |n: usize, way: &str, minute: i64| json!({ "code": tickets[n], "way": way, "scannedAt": at(minute) });
        let send = |scans: Vec<Value>| json!({ "sessionId": training.sessions[0], "scans": scans });
        let first = send(vec![
            scan(2, "OUT", 120),
            scan(1, "IN", 60),
            scan(0, "IN", 5),
            scan(0, "IN", -5),
            scan(2, "IN", 0),
            json!({ "code": "zw_t_wrong", "way": "IN", "scannedAt": at(0) }),
            scan(0, "IN", -500),
        ]);
        let done = app.mutate(token, "checkIn", FIELDS, first.clone()).await;
        let want = ["COUNTED", "COUNTED", "COUNTED", "COUNTED", "COUNTED", "UNKNOWN", "OTHER_TIME"];
        assert_eq!(outcomes(&done), want, "{done}");
        assert_eq!(done["scans"][1]["enrolment"]["id"], json!(enrolments[1]));
        assert_eq!(done["scans"][5]["enrolment"], Value::Null);
        // The same again, the other way round: nothing new.
        let mut again = first;
        again["scans"].as_array_mut().unwrap().reverse();
        let done = app.mutate(token, "checkIn", FIELDS, again).await;
        assert_eq!(outcomes(&done), ["OTHER_TIME", "UNKNOWN", "KNOWN", "KNOWN", "KNOWN", "KNOWN", "KNOWN"]);

        // A phone whose clock is a day behind says so by when it sends.
        let day = Duration::days(1);
        let behind = |at: chrono::DateTime<chrono::Utc>| (at - day).to_rfc3339();
        let off = json!({
            "sessionId": training.sessions[0], "sentAt": behind(app.now()),
            "scans": [{ "code": tickets[1], "way": "IN", "scannedAt": behind(start + Duration::minutes(30)) }],
        });
        assert_eq!(outcomes(&app.mutate(token, "checkIn", FIELDS, off).await), ["COUNTED"]);

        // By hand it was written otherwise, which stays and is told.
        training.record(&app, &world, 0, &[(&enrolments[2], 240)]).await;
        let fields = "taken differences { enrolment { id } listedMin scannedMin }";
        let take = |dry: bool| json!({ "sessionId": training.sessions[0], "dryRun": dry });
        let dry = app.mutate(token, "takeCheckIns", fields, take(true)).await;
        let differs = json!([{ "enrolment": { "id": enrolments[2] }, "listedMin": 240, "scannedMin": 120 }]);
        assert_eq!(dry, json!({ "taken": 2, "differences": differs, "errors": [] }));
        assert_eq!(app.mutate(token, "takeCheckIns", fields, take(false)).await, dry);
        let after = app.mutate(token, "takeCheckIns", fields, take(false)).await;
        assert_eq!(after["taken"], 0);
        let query = "query($id: ID!) { node(id: $id) { ... on Session { attendance { edges { node { minutes enrolment { id } } } }
            checkIns { totalCount } } } }";
        let session = app.ask(token, query, json!({ "id": training.sessions[0] })).await["node"].clone();
        assert_eq!(session["checkIns"]["totalCount"], 3);
        let minutes = |n: usize| {
            let rows = session["attendance"]["edges"].as_array().unwrap();
            rows.iter().find(|row| row["node"]["enrolment"]["id"] == enrolments[n]).unwrap()["node"]["minutes"].clone()
        };
        assert_eq!([minutes(0), minutes(1), minutes(2)], [240, 210, 240]);

        let lock = json!({ "editionId": training.edition, "missingAsAbsent": false });
        app.mutate(token, "lockAttendance", "edition { id }", lock).await;
        let late = app.mutate(token, "checkIn", FIELDS, send(vec![scan(1, "IN", 0), scan(1, "IN", 45)])).await;
        assert_eq!(outcomes(&late), ["LOCKED", "KNOWN"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_scanned_is_not_missing_when_the_list_is_locked() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let plan = EditionPlan { sessions: vec![(240, false)], ..EditionPlan::default() };
        let training = Training::open(&app, &world, plan).await;
        let token = &world.coordinator.token;
        let enrolment = training.enrol(&app, &world, world.person(&app, "Ewa", "Ćwikła").await).await;
        let absent = training.enrol(&app, &world, world.person(&app, "Adam", "Źrebak").await).await;
        training.start(&app, &world).await;
        let start = (app.now() - Duration::minutes(240)).to_rfc3339();
        let scans =
            json!([{ "code": ticket(&app, token, &enrolment).await, "way": "IN", "scannedAt": start }]);
        let sent = json!({ "sessionId": training.sessions[0], "scans": scans });
        app.mutate(token, "checkIn", FIELDS, sent).await;
        training.finish(&app, &world).await;
        let query = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Enrolment { state } } }";
        let nodes = app.ask(token, query, json!({ "ids": [enrolment, absent] })).await;
        assert_eq!(nodes["nodes"], json!([{ "state": "COMPLETED" }, { "state": "NO_SHOW" }]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_phones_send_the_same_scans_at_once_and_nobody_counts_twice() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let plan = EditionPlan { seats: 12, sessions: vec![(240, false)], ..EditionPlan::default() };
        let training = Training::open(&app, &world, plan).await;
        let token = world.coordinator.token.clone();
        let mut tickets = vec![];
        for n in 0..12 {
            let person = world.person(&app, "Ewa", &format!("Osoba {n}")).await;
            let enrolment = training.enrol(&app, &world, person).await;
            tickets.push(ticket(&app, &token, &enrolment).await);
        }
        training.start(&app, &world).await;
        let start = app.now() - Duration::minutes(240);
        let app = std::sync::Arc::new(app);
        let phones: Vec<_> = (0..50usize)
            .map(|phone| {
                let (app, token, session) = (app.clone(), token.clone(), training.sessions[0].clone());
                let mut scans: Vec<Value> = tickets
                    .iter()
                    .enumerate()
                    .map(|(n, code)| {
                        // Each phone has seen everybody, some of them a little earlier than others.
                        let minute = i64::try_from((phone * 7 + n * 3) % 11).unwrap();
                        let at = (start + Duration::minutes(minute)).to_rfc3339();
                        json!({ "code": code, "way": "IN", "scannedAt": at })
                    })
                    .collect();
                scans.rotate_left(phone % 12);
                tokio::spawn(async move {
                    app.mutate(&token, "checkIn", FIELDS, json!({ "sessionId": session, "scans": scans })).await
                })
            })
            .collect();
        for phone in phones {
            assert!(outcomes(&phone.await.unwrap()).iter().all(|one| ["COUNTED", "KNOWN"].contains(one)));
        }
        let query = "query($id: ID!) { node(id: $id) { ... on Session { checkIns(first: 50) { edges { node { cameAt } } } } } }";
        let session = app.ask(&token, query, json!({ "id": training.sessions[0] })).await;
        let rows = session["node"]["checkIns"]["edges"].as_array().unwrap().clone();
        assert_eq!(rows.len(), 12);
        for row in rows {
            let came: chrono::DateTime<chrono::Utc> = row["node"]["cameAt"].as_str().unwrap().parse().unwrap();
            assert_eq!(came, start, "the earliest of all");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_is_mailed_shown_on_a_page_and_seen_by_whoever_checks_people_in() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let person = world.person(&app, "Ewa", "Ćwikła").await;
        world.reachable(&app, person, "ewa@example.pl").await;
        let enrolment = training.enrol(&app, &world, person).await;
        let own = world.participant(&app, "ewa@example.pl", person).await;
        let edition = kit::ids::parts(&training.edition.clone().into()).map(|(_, key)| key);
        let trainer =
            world.account(&app, "trener@example.pl", Role::Trainer, ScopeKind::Edition, edition).await;
        let manager =
            world.account(&app, "szef@example.pl", Role::Auditor, ScopeKind::Installation, None).await;
        let code = ticket(&app, &own.token, &enrolment).await;
        let code = code.as_str().unwrap();
        assert_eq!(ticket(&app, &trainer.token, &enrolment).await, code);
        assert_eq!(
            ticket(&app, &manager.token, &enrolment).await,
            Value::Null,
            "who only reads checks nobody in"
        );

        app.clock.advance(Duration::minutes(1));
        app.work().await;
        let told = Message::in_folder(&app);
        let told = told.iter().find(|one| one.header("Subject").starts_with("Miejsce potwierdzone")).unwrap();
        assert!(told.part("text/plain").contains(&format!("/ticket#{code}")), "{}", told.part("text/plain"));

        let (status, _, page) = app.post_form("/ticket", &[("code", code)]).await;
        assert_eq!(status, 200);
        assert!(page.contains("<svg") && page.contains("Szkolenie 1") && !page.contains("Ćwikła"), "{page}");
        assert_eq!(app.post_form("/ticket", &[("code", &format!("{code}x"))]).await.0, 400);
        app.mutate(
            &world.coordinator.token,
            "cancelEnrolment",
            "enrolment { id }",
            json!({ "enrolmentId": enrolment }),
        )
        .await;
        assert_eq!(
            app.post_form("/ticket", &[("code", code)]).await.0,
            400,
            "who comes no more has no ticket"
        );
        let scan = json!([{ "code": code, "way": "IN", "scannedAt": app.now().to_rfc3339() }]);
        let sent = json!({ "sessionId": training.sessions[0], "scans": scan });
        assert_eq!(outcomes(&app.mutate(&trainer.token, "checkIn", FIELDS, sent).await), ["UNKNOWN"]);
    })
    .await;
}
