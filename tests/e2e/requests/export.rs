//! A copy of everything about a person: for that person, and for whoever asked in their name.

use axum::http::StatusCode;
use chrono::Duration;
use entities::requests::copy::{Export, collect};
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::TypedId;
use serde_json::{Value, json};
use tests::letters::Message;
use tests::{TestApp, on_both};

use super::scene::{Scene, night, text, work};

const REQUESTS: &str = "{ dataSubjectRequests { totalCount edges { node { id kind state dueOn overdue viewerCanDecide \
     jsonDocument { path } pdfDocument { path fileName } person { id } } } } }";

async fn ask(app: &TestApp, token: &str, person: &Value) -> Value {
    let fields = "dataSubjectRequest { id state dueOn }";
    app.mutate(token, "requestPersonExport", fields, json!({ "personId": person })).await
}

/// The only request an actor sees.
async fn only(app: &TestApp, token: &str) -> Value {
    let seen = app.ask(token, REQUESTS, json!({})).await;
    assert_eq!(seen["dataSubjectRequests"]["totalCount"], 1, "{seen:#}");
    seen["dataSubjectRequests"]["edges"][0]["node"].clone()
}

fn row<'a>(export: &'a Export, section: &str, nth: usize) -> Vec<(&'a str, Value)> {
    let section = export.sections.iter().find(|one| one.name == section).unwrap();
    section.rows[nth].iter().map(|cell| (cell.name.as_str(), cell.value.clone())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_asks_for_everything_about_themselves_and_reads_it() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let asked = ask(&app, &scene.own.token, &scene.person()).await;
        assert_eq!(asked["dataSubjectRequest"]["state"], "PREPARING");
        assert_eq!(asked["dataSubjectRequest"]["dueOn"], "2026-06-12");
        let again = json!({ "personId": scene.person() });
        assert_eq!(app.refused(&scene.own.token, "requestPersonExport", again).await, "DUPLICATE");
        work(&app).await;
        let ready = only(&app, &scene.own.token).await;
        assert_eq!((&ready["state"], &ready["kind"]), (&json!("READY"), &json!("EXPORT")));

        let (json_path, pdf_path) =
            (text(&ready["jsonDocument"]["path"]), text(&ready["pdfDocument"]["path"]));
        let (status, headers, bytes) = app.get(&json_path, Some(&scene.own.token)).await;
        assert_eq!((status, headers["content-type"].to_str().unwrap()), (StatusCode::OK, "application/json"));
        let copy: Export = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(
            (copy.format.as_str(), copy.version, copy.name.as_str()),
            ("zwornik.person-export", 1, "Anna Łącka")
        );
        assert_eq!(copy.controllers, ["ROPS w Kielcach"]);
        let own = row(&copy, "person", 0);
        assert!(
            own.contains(&("lastName", json!("Łącka"))) && own.contains(&("phone", json!("600 700 800")))
        );
        // Both were made in the same moment of the clock.
        let enrolments = [row(&copy, "enrolment", 0), row(&copy, "enrolment", 1)];
        let with_needs = |one: &&Vec<(&str, Value)>| one.contains(&("diet", json!("bez orzechów")));
        let enrolment = enrolments.iter().find(with_needs).unwrap();
        assert!(enrolment.contains(&("state", json!("completed"))), "{enrolment:?}");
        assert!(enrolment.contains(&("training", json!("Szkolenie 1"))));
        let certificate = row(&copy, "certificate", 0);
        assert!(certificate.contains(&("number", json!(scene.certificate.0))));
        assert!(certificate.contains(&("printedName", json!("Anna Łącka"))));
        let sections = copy.sections.iter().find(|one| one.name == "enrolment").unwrap();
        let words = sections.rows.iter().flatten().find(|cell| cell.value == "completed").unwrap();
        assert_eq!(words.text.as_deref(), Some("udział ukończony"));
        for section in
            ["user", "employment", "attendance", "document", "audit_entry", "delivery", "idempotency_key"]
        {
            let found = copy.sections.iter().find(|one| one.name == section).unwrap();
            assert!(!found.rows.is_empty(), "{section}");
        }
        // Nobody else stands in it.
        let words = String::from_utf8(bytes).unwrap();
        for other in ["Śliwa", "Olga", "olga@example.pl", "koordynator@example.pl", "Żurawska"] {
            assert!(!words.contains(other), "{other}");
        }

        let (status, _, pdf) = app.get(&pdf_path, Some(&scene.own.token)).await;
        assert_eq!((status, &pdf[..5]), (StatusCode::OK, &b"%PDF-"[..]));
        let trail = "{ auditEntries(filter: { actions: [\"documents.download\"] }) { totalCount } }";
        assert_eq!(app.ask(&scene.admin.token, trail, json!({})).await["auditEntries"]["totalCount"], 2);
        let letter = Message::in_folder(&app);
        let letter = letter.iter().find(|one| one.header("Subject").contains("Kopia danych")).unwrap();
        assert!(letter.header("To").contains("anna.prywatnie@example.pl"));
        assert!(letter.part("text/plain").contains("zalogowaniu"));

        // Thirty days later it is gone.
        app.clock.advance(Duration::days(31));
        night(&app).await;
        assert_eq!(only(&app, &scene.own.token).await["state"], "EXPIRED");
        for path in [json_path, pdf_path] {
            assert_eq!(app.get(&path, Some(&scene.own.token)).await.0, StatusCode::GONE);
        }
        let exports = app.base.folder().join("documents/exports");
        let left = std::fs::read_dir(exports)
            .unwrap()
            .flat_map(|one| std::fs::read_dir(one.unwrap().path()).unwrap());
        assert_eq!(left.count(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_a_copy_who_may_not_ask_for_it() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let world = &scene.world;
        let olga = world.participant(&app, "olga.konto@example.pl", scene.olga).await;
        let partner = Some(world.partner.uuid());
        let partner =
            world.account(&app, "partner@example.pl", Role::Coordinator, ScopeKind::Partner, partner).await;
        let office = Some(world.lead_office.uuid());
        let office = world
            .account(&app, "gops@example.pl", Role::InstitutionCoordinator, ScopeKind::Institution, office)
            .await;
        let of_anna = json!({ "personId": scene.person() });
        for (token, code) in
            [(&olga.token, "NOT_FOUND"), (&partner.token, "NOT_FOUND"), (&office.token, "FORBIDDEN")]
        {
            for mutation in ["requestPersonExport", "requestPersonErasure"] {
                assert_eq!(app.refused(token, mutation, of_anna.clone()).await, code, "{mutation}");
            }
        }
        // The coordinator may ask in her name; the copy is the coordinator's and hers, and nobody else's.
        ask(&app, &world.coordinator.token, &scene.person()).await;
        work(&app).await;
        let path = text(&only(&app, &world.coordinator.token).await["pdfDocument"]["path"]);
        assert_eq!(only(&app, &scene.own.token).await["pdfDocument"]["path"], json!(path));
        for token in [&world.coordinator.token, &scene.own.token] {
            assert_eq!(app.get(&path, Some(token)).await.0, StatusCode::OK);
        }
        assert_eq!(only(&app, &scene.admin.token).await["pdfDocument"], Value::Null);
        for token in
            [Some(&scene.admin.token), Some(&scene.manager.token), Some(&olga.token), Some(&partner.token)]
        {
            assert_eq!(app.get(&path, token.map(String::as_str)).await.0, StatusCode::NOT_FOUND);
        }
        for token in [&olga.token, &partner.token, &office.token] {
            let seen = app.ask(token, REQUESTS, json!({})).await;
            assert_eq!(seen["dataSubjectRequests"]["totalCount"], 0);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_died_between_both_files_leaves_halves_that_tell_the_same() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let asked = ask(&app, &scene.own.token, &scene.person()).await;
        let id = text(&asked["dataSubjectRequest"]["id"]);
        let (_, key) = kit::ids::parts(&id.into()).unwrap();
        // As the first worker left it: the facts of its moment, and no PDF.
        let before = collect(&app.state.db.reader, scene.anna, app.now()).await.unwrap();
        let bytes = serde_json::to_vec_pretty(&before).unwrap();
        app.state.files.put(&format!("exports/{}/copy.json", key.simple()), bytes.clone()).await.unwrap();
        app.clock.advance(Duration::hours(3));
        work(&app).await;
        let ready = only(&app, &scene.own.token).await;
        let (_, _, json) = app.get(&text(&ready["jsonDocument"]["path"]), Some(&scene.own.token)).await;
        assert_eq!(json, bytes);
        let (_, _, pdf) = app.get(&text(&ready["pdfDocument"]["path"]), Some(&scene.own.token)).await;
        assert!(
            pdf == reports::requests::copy::render(&before).unwrap(),
            "drawn from the facts that were stored"
        );
    })
    .await;
}
