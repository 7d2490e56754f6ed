//! From an attended training to a verified certificate.

mod badge;
mod dry_run;
mod issued;
mod kinds;
mod packed;
mod register;
mod rows;
mod sealed;
mod templates;
mod verified;

pub(crate) use rows::ROOM;

use std::sync::Arc;

use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};

const CERTIFICATES: &str = "query($id: ID!) { node(id: $id) { ... on Edition { certificates(orderBy: NUMBER_ASC, first: 100) { totalCount edges { node { \
     id number code state sha256 printedName verifyUrl document { id path state sizeBytes sha256 } } } } } } }";

async fn certificates(app: &TestApp, token: &str, edition: &str) -> Vec<Value> {
    let node = app.ask(token, CERTIFICATES, json!({ "id": edition })).await;
    let edges = node["node"]["certificates"]["edges"].as_array().unwrap().clone();
    edges.into_iter().map(|edge| edge["node"].clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_attended_enough_gets_a_certificate_and_everybody_else_learns_what_is_missing() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let mut enrolments = vec![];
        for name in ["Akurat", "Brakuje", "Ćwierć", "Dobra", "Nieobecna"] {
            let person = world.person(&app, "Małgorzata", name).await;
            enrolments.push(training.enrol(&app, &world, person).await);
        }
        training.start(&app, &world).await;
        // 240 and a mandatory 120 minutes, threshold 80 %: 288 in all and 96 of the second.
        let minutes = [(192, 96), (191, 96), (240, 95), (240, 120)];
        for (session, of) in [(0, minutes.map(|m| m.0)), (1, minutes.map(|m| m.1))] {
            let rows: Vec<(&str, i32)> = enrolments.iter().map(String::as_str).zip(of).collect();
            training.record(&app, &world, session, &rows).await;
        }
        let token = &world.coordinator.token;
        let early = app.refused(token, "issueCertificates", json!({ "editionId": training.edition })).await;
        assert_eq!(early, "WRONG_STATE");
        training.finish(&app, &world).await;
        let payload = training.issue(&app, &world).await;
        let issued: Vec<(&str, &str)> = payload["certificates"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| (c["number"].as_str().unwrap(), c["person"]["lastName"].as_str().unwrap()))
            .collect();
        assert_eq!(issued, [("SK/2026/0001", "Akurat"), ("SK/2026/0002", "Dobra")]);
        let unmet: Vec<(&str, &str)> = payload["notIssued"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|one| {
                one["reasons"].as_array().unwrap().iter().map(move |reason| {
                    (
                        one["enrolment"]["person"]["lastName"].as_str().unwrap(),
                        reason["code"].as_str().unwrap(),
                    )
                })
            })
            .collect();
        assert_eq!(
            unmet,
            [
                ("Brakuje", "BELOW_THRESHOLD"),
                ("Ćwierć", "MANDATORY_MISSED"),
                ("Nieobecna", "BELOW_THRESHOLD"),
                ("Nieobecna", "MANDATORY_MISSED"),
            ]
        );
        let reason = &payload["notIssued"][0]["reasons"][0];
        assert_eq!((&reason["attendedMin"], &reason["requiredMin"]), (&json!(287), &json!(288)));

        // Issued again: nobody gets a second one.
        let again = training.issue(&app, &world).await;
        assert_eq!(again["certificates"], json!([]));
        assert_eq!(certificates(&app, token, &training.edition).await.len(), 2);
    })
    .await;
}

/// An edition of `people` participants who all earned their certificate.
async fn finished(app: &TestApp, world: &World, people: &[(&str, &str)]) -> Training {
    let training = Training::open(app, world, EditionPlan { seats: 500, ..EditionPlan::default() }).await;
    let mut enrolments = vec![];
    for (first, last) in people {
        let person = world.person(app, first, last).await;
        enrolments.push(training.enrol(app, world, person).await);
    }
    training.start(app, world).await;
    for (session, minutes) in [(0, 240), (1, 120)] {
        let rows: Vec<(&str, i32)> = enrolments.iter().map(|e| (e.as_str(), minutes)).collect();
        training.record(app, world, session, &rows).await;
    }
    training.finish(app, world).await;
    training
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worker_draws_it_the_person_downloads_it_and_anybody_verifies_it() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let person = world.person(&app, "Świętosława", "Źdźbło-Łącka").await;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let enrolment = training.enrol(&app, &world, person).await;
        training.start(&app, &world).await;
        training.record(&app, &world, 0, &[(&enrolment, 240)]).await;
        training.record(&app, &world, 1, &[(&enrolment, 120)]).await;
        training.finish(&app, &world).await;
        training.issue(&app, &world).await;
        let token = &world.coordinator.token;
        let due = certificates(&app, token, &training.edition).await.remove(0);
        assert_eq!((&due["state"], &due["document"]["state"]), (&json!("NUMBERED"), &json!("DUE")));
        assert_eq!(app.get(due["document"]["path"].as_str().unwrap(), Some(token)).await.0, 409);

        assert_eq!(app.work().await, 0);
        let done = certificates(&app, token, &training.edition).await.remove(0);
        assert_eq!(done["state"], "RENDERED");
        let path = done["document"]["path"].as_str().unwrap();
        let owner = world.participant(&app, "swieta@example.pl", person).await;
        let stranger = world.person(&app, "Obcy", "Człowiek").await;
        let stranger = world.participant(&app, "obcy@example.pl", stranger).await;
        assert_eq!(app.get(path, None).await.0, 404);
        assert_eq!(app.get(path, Some(&stranger.token)).await.0, 404);
        let (status, headers, bytes) = app.get(path, Some(&owner.token)).await;
        assert_eq!(status, 200);
        assert_eq!(headers["content-type"], "application/pdf");
        assert!(bytes.starts_with(b"%PDF-1.7") && bytes.len() <= 50_000, "{} bytes", bytes.len());
        assert_eq!(done["document"]["sizeBytes"], bytes.len().to_string());
        // Who downloads their own certificate has it.
        assert_eq!(certificates(&app, token, &training.edition).await[0]["state"], "DELIVERED");

        let link = app.mutate(token, "createDownloadLink", "path expiresAt", json!({ "documentId": done["document"]["id"] })).await;
        let link = link["path"].as_str().unwrap();
        assert_eq!(app.get(link, None).await.2, bytes);
        assert_eq!(app.get(&link.replace("expires=1", "expires=2"), None).await.0, 403);
        app.clock.advance(chrono::Duration::minutes(15));
        assert_eq!(app.get(link, None).await.0, 403);

        let code = done["code"].as_str().unwrap();
        let (status, _, page) = app.get(&format!("/verify/{}", code.to_lowercase()), None).await;
        let page = String::from_utf8(page).unwrap();
        assert_eq!(status, 200);
        assert!(page.contains("Zaświadczenie jest ważne") && page.contains("SK/2026/0001"), "{page}");
        let unknown = app.get("/verify/00000-0000-0000-00000-0000-0000", None).await;
        assert_eq!(unknown.0, 404);
        let query = "query($code: String!) { verifyCertificate(code: $code) { verdict verdictLabel number name training } }";
        let answer = app.graphql(None, query, json!({ "code": code })).await;
        assert_eq!(answer.body["data"]["verifyCertificate"]["verdict"], "VALID");
        assert_eq!(answer.body["data"]["verifyCertificate"]["name"], "Świętosława Źdźbło-Łącka");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_have_no_gap_however_many_issue_at_once() {
    on_both(async |base| {
        let app = Arc::new(TestApp::on(base));
        let world = Arc::new(World::new(&app).await);
        let mut editions = vec![];
        for n in 0..6 {
            let names: Vec<String> = (0..7).map(|p| format!("Osoba {n}-{p}")).collect();
            let people: Vec<(&str, &str)> = names.iter().map(|name| ("Ania", name.as_str())).collect();
            editions.push(finished(&app, &world, &people).await);
        }
        // Every edition twice, and one of them by a call that fails after its numbers were taken.
        let tasks: Vec<_> = editions
            .iter()
            .chain(&editions)
            .map(|training| {
                let (app, world, training) = (app.clone(), world.clone(), training.clone());
                tokio::spawn(async move {
                    training.issue(&app, &world).await["certificates"].as_array().unwrap().len()
                })
            })
            .collect();
        let mut issued = 0;
        for task in tasks {
            issued += task.await.unwrap();
        }
        assert_eq!(issued, 42);
        let mut numbers = vec![];
        for training in &editions {
            for certificate in certificates(&app, &world.coordinator.token, &training.edition).await {
                numbers.push(certificate["number"].as_str().unwrap().to_owned());
            }
        }
        numbers.sort();
        let expected: Vec<String> = (1..=42).map(|n| format!("SK/2026/{n:04}")).collect();
        assert_eq!(numbers, expected);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_no_face_can_print_is_refused_before_a_number_is_taken_and_the_others_are_issued() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training =
            finished(&app, &world, &[("Anna", "Abc"), ("Дмитро", "Шевченко"), ("Zoë", "Ńwińska")]).await;
        let payload = training.issue(&app, &world).await;
        let numbers: Vec<&Value> =
            payload["certificates"].as_array().unwrap().iter().map(|c| &c["number"]).collect();
        assert_eq!(numbers, [&json!("SK/2026/0001"), &json!("SK/2026/0002")]);
        let reason = &payload["notIssued"][0]["reasons"][0];
        assert_eq!(reason["code"], "NAME_UNPRINTABLE");
        assert!(reason["message"].as_str().unwrap().contains('Д'), "{reason}");
        assert_eq!(app.work().await, 0);
        // A preview tells it at once, not by a document that never comes; the list to sign is for everybody.
        let token = &world.coordinator.token;
        let query = "query($id: ID!) { node(id: $id) { ... on Edition { enrolments(first: 10) { edges { node { id person { lastName } } } } } } }";
        let node = app.ask(token, query, json!({ "id": training.edition })).await;
        let edges = node["node"]["enrolments"]["edges"].as_array().unwrap().clone();
        let of = |last: &str| edges.iter().map(|e| &e["node"]).find(|e| e["person"]["lastName"] == last).unwrap()["id"].clone();
        let preview = json!({ "enrolmentId": of("Шевченко") });
        assert_eq!(app.refused(token, "requestCertificatePreview", preview).await, "UNPRINTABLE");
        let list = json!({ "editionId": training.edition, "day": "2026-05-12" });
        app.mutate(token, "requestAttendanceSheet", "document { id }", list).await;
        assert_eq!(app.work().await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_supersedes_a_revocation_is_told_and_a_number_is_never_used_again() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = finished(&app, &world, &[("Anna", "Nowak"), ("Jan", "Kowalczyk"), ("Ola", "Żuk")]).await;
        training.issue(&app, &world).await;
        assert_eq!(app.work().await, 0);
        let token = &world.coordinator.token;
        let before = certificates(&app, token, &training.edition).await;
        let (_, _, first_bytes) = app.get(before[2]["document"]["path"].as_str().unwrap(), Some(token)).await;
        let fix = json!({ "certificateId": before[2]["id"], "reason": "Literówka w nazwisku" });
        assert_eq!(app.refused(token, "correctCertificate", fix.clone()).await, "NOTHING_CHANGED");
        rename(&app, "Żuk", "Żuczek").await;
        let corrected = app.mutate(token, "correctCertificate", "certificate { number supersedes { number state } }", fix).await;
        assert_eq!(corrected["certificate"], json!({ "number": "SK/2026/0004", "supersedes": { "number": "SK/2026/0003", "state": "SUPERSEDED" } }));
        assert_eq!(app.work().await, 0);
        // What was issued is as it was, byte for byte.
        let (_, _, bytes) = app.get(before[2]["document"]["path"].as_str().unwrap(), Some(token)).await;
        assert_eq!(bytes, first_bytes);

        let revoke = json!({ "certificateId": before[0]["id"], "reason": "Wydano omyłkowo" });
        app.mutate(token, "revokeCertificate", "certificate { state }", revoke.clone()).await;
        assert_eq!(app.refused(token, "revokeCertificate", revoke).await, "WRONG_STATE");
        let verdict = async |certificate: &Value| {
            let query = "query($code: String!) { verifyCertificate(code: $code) { verdict name correctedBy } }";
            app.graphql(None, query, json!({ "code": certificate["code"] })).await.body["data"]["verifyCertificate"].clone()
        };
        assert_eq!(verdict(&before[0]).await, json!({ "verdict": "REVOKED", "name": null, "correctedBy": null }));
        assert_eq!(verdict(&before[2]).await["correctedBy"], "SK/2026/0004");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_back_is_not_issued_again_and_only_a_correction_gives_another_in_its_place() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = finished(&app, &world, &[("Anna", "Nowak"), ("Jan", "Kowalczyk"), ("Ola", "Żuk")]).await;
        training.issue(&app, &world).await;
        assert_eq!(app.work().await, 0);
        let token = &world.coordinator.token;
        let before = certificates(&app, token, &training.edition).await;
        for (certificate, mutation) in [(&before[0], "revokeCertificate"), (&before[1], "annulCertificate")] {
            let end = json!({ "certificateId": certificate["id"], "reason": "Nie uczestniczyła" });
            app.mutate(token, mutation, "certificate { state }", end).await;
        }
        // Neither with everybody else nor by name.
        let query = "query($id: ID!) { node(id: $id) { ... on Edition { enrolments(first: 10) { edges { node { id } } } } } }";
        let node = app.ask(token, query, json!({ "id": training.edition })).await;
        let named: Vec<Value> =
            node["node"]["enrolments"]["edges"].as_array().unwrap().iter().map(|e| e["node"]["id"].clone()).collect();
        let fields = "certificates { id } notIssued { reasons { code certificateId message } }";
        for ids in [Value::Null, json!(named)] {
            let input = json!({ "editionId": training.edition, "enrolmentIds": ids });
            let again = app.mutate(token, "issueCertificates", fields, input).await;
            assert_eq!(again["certificates"], json!([]));
            let reasons: Vec<[&Value; 2]> = again["notIssued"].as_array().unwrap().iter()
                .map(|one| [&one["reasons"][0]["code"], &one["reasons"][0]["certificateId"]]).collect();
            for (n, code) in ["TAKEN_BACK", "TAKEN_BACK", "ALREADY_ISSUED"].into_iter().enumerate() {
                assert!(reasons.contains(&[&json!(code), &before[n]["id"]]), "{again:#}");
            }
        }
        // She did attend, after all: the reason is given and kept, and both certificates say so.
        let shown = "certificate { id number supersedes { number state supersededBy { number } } }";
        for (n, (state, number)) in [("REVOKED", "SK/2026/0004"), ("ANNULLED", "SK/2026/0005")].into_iter().enumerate() {
            let fix = |reason: &str| json!({ "certificateId": before[n]["id"], "reason": reason });
            assert_eq!(app.refused(token, "correctCertificate", fix(" ")).await, "INVALID");
            let done = app.mutate(token, "correctCertificate", shown, fix("Była na liście dodatkowej")).await;
            let old = json!({ "number": before[n]["number"], "state": state, "supersededBy": { "number": number } });
            assert_eq!((&done["certificate"]["number"], &done["certificate"]["supersedes"]), (&json!(number), &old));
            assert_eq!(app.refused(token, "correctCertificate", fix("Jeszcze raz")).await, "WRONG_STATE");
        }
        let verify = "query($code: String!) { verifyCertificate(code: $code) { verdict name correctedBy } }";
        let verdict = app.graphql(None, verify, json!({ "code": before[0]["code"] })).await;
        let expected = json!({ "verdict": "REVOKED", "name": null, "correctedBy": "SK/2026/0004" });
        assert_eq!(verdict.body["data"]["verifyCertificate"], expected);
        assert_eq!(training.issue(&app, &world).await["certificates"], json!([]));

        // What took its place may be taken back as well, and only that one is corrected then.
        let live = certificates(&app, token, &training.edition).await;
        let second = live.iter().find(|one| one["number"] == "SK/2026/0004").unwrap();
        let revoke = json!({ "certificateId": second["id"], "reason": "Jednak nie" });
        app.mutate(token, "revokeCertificate", "certificate { state }", revoke).await;
        assert_eq!(training.issue(&app, &world).await["certificates"], json!([]));
        let first = json!({ "certificateId": before[0]["id"], "reason": "Znowu" });
        assert_eq!(app.refused(token, "correctCertificate", first).await, "WRONG_STATE");
        let third = json!({ "certificateId": second["id"], "reason": "Jednak tak" });
        let done = app.mutate(token, "correctCertificate", shown, third).await;
        assert_eq!(done["certificate"]["number"], "SK/2026/0006");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_expired_is_not_corrected_any_more() {
    use entities::certificates::certificate;
    use sea_orm::{ActiveValue::Set, EntityTrait};
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = finished(&app, &world, &[("Anna", "Nowak")]).await;
        training.issue(&app, &world).await;
        assert_eq!(app.work().await, 0);
        let today =
            certificate::ActiveModel { valid_until: Set(Some(app.now().date_naive())), ..Default::default() };
        certificate::Entity::update_many().set(today).exec(app.state.db.for_migration()).await.unwrap();
        let token = &world.coordinator.token;
        let of = certificates(&app, token, &training.edition).await.remove(0);
        rename(&app, "Nowak", "Nowakowska").await;
        app.clock.advance(chrono::Duration::hours(48));
        let fix = json!({ "certificateId": of["id"], "reason": "Nowe nazwisko" });
        let refused = app.try_mutate(token, "correctCertificate", "", fix).await;
        assert_eq!(refused["errors"][0]["code"], "WRONG_STATE", "{refused:#}");
        assert!(refused["errors"][0]["message"].as_str().unwrap().contains("wygasło"), "{refused:#}");
    })
    .await;
}

async fn rename(app: &TestApp, from: &str, to: &str) {
    use entities::institutions::actions::{PersonChange, update_person};
    use entities::institutions::person;
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
    let row = person::Entity::find()
        .filter(person::Column::LastName.eq(from))
        .one(&app.state.db.reader)
        .await
        .unwrap()
        .unwrap();
    let change = PersonChange {
        id: row.id,
        version: None,
        first_name: None,
        last_name: Some(to.into()),
        email: None,
        phone: None,
    };
    app.write(async |tx, op| update_person(tx, op, change.clone()).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn preview_attendance_list_and_archive_are_made_by_the_worker() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = finished(&app, &world, &[("Anna", "Nowak"), ("Jan", "Kowalczyk")]).await;
        training.issue(&app, &world).await;
        let token = &world.coordinator.token;
        let enrolments =
            "query($id: ID!) { node(id: $id) { ... on Edition { enrolments { edges { node { id } } } } } }";
        let node = app.ask(token, enrolments, json!({ "id": training.edition })).await;
        let enrolment = &node["node"]["enrolments"]["edges"][0]["node"]["id"];
        let fields = "document { id path kind state }";
        let requests = [
            ("requestCertificatePreview", json!({ "enrolmentId": enrolment })),
            ("requestAttendanceSheet", json!({ "editionId": training.edition, "day": "2026-05-12" })),
            ("requestCertificateArchive", json!({ "editionId": training.edition })),
        ];
        let mut paths = vec![];
        for (name, input) in requests {
            let payload = app.mutate(token, name, fields, input).await;
            paths.push(payload["document"]["path"].as_str().unwrap().to_owned());
        }
        let wrong = json!({ "editionId": training.edition, "day": "2026-06-01" });
        assert_eq!(app.refused(token, "requestAttendanceSheet", wrong).await, "INVALID");
        // The archive may come before the certificates it waits for; then it is tried again.
        app.work().await;
        app.clock.advance(chrono::Duration::minutes(1));
        assert_eq!(app.work().await, 0);
        for (path, start) in paths.iter().zip([&b"%PDF-"[..], b"%PDF-", b"PK\x03\x04"]) {
            let (status, _, bytes) = app.get(path, Some(token)).await;
            assert_eq!(status, 200, "{path}");
            assert!(bytes.starts_with(start), "{path}");
        }
        // Another partner's coordinator sees none of it.
        use entities::shared::actor::{Role, ScopeKind};
        let other = world
            .account(&app, "inny@example.pl", Role::Coordinator, ScopeKind::Partner, Some(world.partner.0))
            .await;
        assert_eq!(app.get(&paths[0], Some(&other.token)).await.0, 404);
        assert_eq!(certificates(&app, &other.token, &training.edition).await.len(), 0);
    })
    .await;
}

/// What somebody asked for and cannot be stored for days says so, and is made once it can be.
#[tokio::test(flavor = "multi_thread")]
async fn documents_that_were_given_up_say_so_and_are_made_once_their_cause_has_gone() {
    use chrono::Duration;
    use entities::documents::{DocumentState, document};
    use entities::jobs::hold::{Which, retry};
    use entities::shared::actor::Actor;
    use entities::shared::problem::Problem;
    use entities::shared::tx;
    use reports::registry::repeatable;
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = finished(&app, &world, &[("Anna", "Nowak")]).await;
        training.issue(&app, &world).await;
        assert_eq!(app.work().await, 0);
        let (token, edition) = (&world.coordinator.token, &training.edition);
        let query =
            "query($id: ID!) { node(id: $id) { ... on Edition { enrolments { edges { node { id } } } } } }";
        let node = app.ask(token, query, json!({ "id": edition })).await;
        let enrolment = &node["node"]["enrolments"]["edges"][0]["node"]["id"];
        for (name, input) in [
            ("requestCertificatePreview", json!({ "enrolmentId": enrolment })),
            ("requestAttendanceSheet", json!({ "editionId": edition, "day": "2026-05-12" })),
            ("requestCertificateArchive", json!({ "editionId": edition })),
        ] {
            app.mutate(token, name, "document { id }", input).await;
        }
        let due = document::Entity::find().filter(document::Column::State.eq(DocumentState::Due));
        let due = due.all(&app.state.db.reader).await.unwrap();
        let now = async || {
            let ids = document::Column::Id.is_in(due.iter().map(|one| one.id));
            let rows = document::Entity::find().filter(ids).all(&app.state.db.reader).await.unwrap();
            rows.into_iter().map(|row| (row.state, row.problem)).collect::<Vec<_>>()
        };
        // Where their files should be lie folders.
        let at = |path: &str| app.base.folder().join("documents").join(path);
        for one in &due {
            std::fs::create_dir_all(at(&one.path)).unwrap();
        }
        assert_eq!(app.work().await, 3);
        assert_eq!(now().await, [(DocumentState::Due, None); 3]);
        for _ in 0..12 {
            app.clock.advance(Duration::days(1));
            app.work().await;
        }
        assert_eq!(now().await, [(DocumentState::Failed, Some(Problem::Store)); 3]);

        for one in &due {
            std::fs::remove_dir(at(&one.path)).unwrap();
        }
        let (op, safe) = (app.state.op(Actor::System, "retry"), repeatable());
        let again = tx::write_here(&app.state.db, async |tx| retry(tx, &op, &Which::All, &safe).await).await;
        assert_eq!(again.unwrap(), 3);
        assert_eq!(app.work().await, 0);
        assert!(now().await.iter().all(|(state, _)| *state == DocumentState::Stored));
    })
    .await;
}

/// One that can never be drawn keeps its number, and the others are packed without it.
#[tokio::test(flavor = "multi_thread")]
async fn an_archive_holds_what_could_be_drawn_and_says_what_is_missing() {
    use entities::certificates::certificate;
    use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = finished(&app, &world, &[("Anna", "Nowak"), ("Jan", "Kowalczyk")]).await;
        training.issue(&app, &world).await;
        let broken = certificate::ActiveModel { snapshot: Set(json!({})), ..Default::default() };
        let second = certificate::Column::Ordinal.eq(2);
        let changed = certificate::Entity::update_many().set(broken).filter(second);
        assert_eq!(changed.exec(app.state.db.for_migration()).await.unwrap().rows_affected, 1);
        assert_eq!(app.work().await, 1);
        let token = &world.coordinator.token;
        let input = json!({ "editionId": training.edition });
        let payload = app.mutate(token, "requestCertificateArchive", "document { path }", input).await;
        assert_eq!(app.work().await, 0);
        let (status, _, bytes) = app.get(payload["document"]["path"].as_str().unwrap(), Some(token)).await;
        assert_eq!(status, 200);
        let holds = |text: &[u8]| bytes.windows(text.len()).any(|part| part == text);
        assert!(holds("SK-2026-0001_Jan_Kowalczyk.pdf".as_bytes()) && !holds(b"SK-2026-0002"));
        // Who has no file stands in the list all the same.
        assert!(holds("\r\nSK/2026/0002;;zaświadczenie o udziale;nadano numer;2026-".as_bytes()));
        assert!(holds(b"BRAKUJE.txt") && holds("Zaświadczenie SK/2026/0002".as_bytes()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_public_address_nothing_is_issued() {
    on_both(async |base| {
        let mut app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = finished(&app, &world, &[("Anna", "Nowak")]).await;
        app.without_public_url();
        let code = app
            .refused(&world.coordinator.token, "issueCertificates", json!({ "editionId": training.edition }))
            .await;
        assert_eq!(code, "PUBLIC_URL_MISSING");
    })
    .await;
}
