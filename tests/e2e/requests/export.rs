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
        assert!(letter.header("To").contains("anna@example.pl"), "of whoever has an account, to the account");
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
        // The coordinator may ask in her name; the copy is hers alone, and the coordinator learns that it is ready.
        ask(&app, &world.coordinator.token, &scene.person()).await;
        work(&app).await;
        let asked = only(&app, &world.coordinator.token).await;
        assert_eq!((&asked["state"], &asked["pdfDocument"]), (&json!("READY"), &Value::Null));
        let path = text(&only(&app, &scene.own.token).await["pdfDocument"]["path"]);
        assert_eq!(app.get(&path, Some(&scene.own.token)).await.0, StatusCode::OK);
        assert_eq!(only(&app, &scene.admin.token).await["pdfDocument"], Value::Null);
        for token in [
            Some(&world.coordinator.token),
            Some(&scene.admin.token),
            Some(&scene.manager.token),
            Some(&olga.token),
            Some(&partner.token),
        ] {
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

#[tokio::test(flavor = "multi_thread")]
async fn whoever_looks_after_one_place_of_a_person_asks_for_nothing_that_others_keep() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let world = &scene.world;
        let office = async |email: &str, id: uuid::Uuid| {
            world.account(&app, email, Role::RopsAdmin, ScopeKind::Voivodeship, Some(id)).await
        };
        let lead = office("kielce@example.pl", world.lead_voivodeship.uuid()).await;
        let partner = office("olsztyn@example.pl", world.partner_voivodeship.uuid()).await;
        let of_anna = json!({ "personId": scene.person() });
        // She takes a second job, in the partner's office: from now on neither of both looks after all of it.
        let job = json!({ "personId": scene.person(), "institutionId": world.id(world.partner_office),
            "post": "specjalista", "from": "2026-05-01" });
        app.mutate(&scene.admin.token, "addEmployment", "employment { id }", job).await;
        for token in [&lead.token, &partner.token, &world.coordinator.token] {
            for mutation in ["requestPersonExport", "requestPersonErasure"] {
                assert_eq!(app.refused(token, mutation, of_anna.clone()).await, "FORBIDDEN", "{mutation}");
            }
            let erase = json!({ "personId": scene.person(), "onlyWhatMayGo": true });
            assert_eq!(app.refused(token, "erasePerson", erase).await, "FORBIDDEN");
        }
        // Whoever looks after the installation may, and she herself.
        ask(&app, &scene.admin.token, &scene.person()).await;
        work(&app).await;
        app.mutate(&scene.own.token, "requestPersonErasure", "dataSubjectRequest { id }", of_anna).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_for_somebody_without_an_account_goes_to_their_mailbox_and_nowhere_else() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let of_olga = json!(scene.world.id(scene.olga));
        ask(&app, &scene.admin.token, &of_olga).await;
        work(&app).await;
        let letters = Message::in_folder(&app);
        let mine = |one: &&Message| one.header("To").contains("olga@example.pl");
        let letter =
            letters.iter().filter(mine).find(|one| one.header("Subject").contains("Kopia danych")).unwrap();
        let words = letter.part("text/plain");
        let codes: Vec<&str> =
            words.split("/copy#").skip(1).map(|rest| rest.split_whitespace().next().unwrap()).collect();
        assert_eq!(codes.len(), 2, "{words}");
        for (code, starts) in codes.iter().zip([&b"%PDF-"[..], &b"{"[..]]) {
            let (status, headers, _) = app.post_form("/copy", &[("code", code)]).await;
            assert_eq!(status, StatusCode::SEE_OTHER);
            let (status, _, bytes) = app.get(headers["location"].to_str().unwrap(), None).await;
            assert_eq!((status, &bytes[..starts.len()]), (StatusCode::OK, starts));
        }
        let (status, _, page) = app.post_form("/copy", &[("code", &codes[0][..codes[0].len() - 2])]).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{page}");

        // Nobody can be reached by neither mailbox nor account.
        let nobody = scene.world.person(&app, "Jan", "Bez").await;
        let nobody = json!({ "personId": scene.world.id(nobody) });
        assert_eq!(
            app.refused(&scene.admin.token, "requestPersonExport", nobody).await,
            "PERSON_UNREACHABLE"
        );
    })
    .await;
}
