//! Erasure: what tells who somebody is goes, what is counted, numbered, hashed and sealed stays.

use axum::http::StatusCode;
use chrono::{DateTime, Duration};
use clap::Parser;
use entities::audit::audit_entry;
use entities::audit::verify::verify;
use entities::certificates::{certificate, store::by_number};
use entities::institutions::{employment, person};
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::TypedId;
use entities::shared::input::sort_key;
use entities::trainings::{EnrolmentState, enrolment, trainer_assignment};
use entities::upkeep::drift::drifts;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use tests::{TestApp, on_both};

use super::scene::{Scene, TELLING, WORDS, bring_back, left, night, text, work};

const PREVIEW: &str = "query($person: ID!) { personErasurePreview(personId: $person) { complete files \
     documentation { projectId kept until certificates participations trained } \
     tables { table rows deleted blanked } } }";

async fn preview(app: &TestApp, scene: &Scene) -> Value {
    let seen = app.ask(&scene.admin.token, PREVIEW, json!({ "person": scene.person() })).await;
    seen["personErasurePreview"].clone()
}

/// What reports and lists count of both editions.
async fn counts(app: &TestApp, scene: &Scene) -> Value {
    let query = "query($done: ID!, $open: ID!) { \
         done: node(id: $done) { ... on Edition { seatsTaken enrolments { totalCount edges { node { state } } } \
             certificates { totalCount edges { node { number state sha256 } } } } } \
         open: node(id: $open) { ... on Edition { seatsTaken enrolments { totalCount } } } }";
    let ids = json!({ "done": scene.done.edition, "open": scene.open.edition });
    app.ask(&scene.world.coordinator.token, query, ids).await
}

fn erase(scene: &Scene, only_what_may_go: bool) -> Value {
    json!({ "personId": scene.person(), "onlyWhatMayGo": only_what_may_go })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_project_must_keep_stays_until_it_need_not_and_then_goes_by_itself() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let plan = preview(&app, &scene).await;
        assert_eq!(plan["complete"], false);
        let kept = json!([{
            "projectId": scene.world.id(scene.world.project), "kept": true, "until": null, "certificates": 1,
            "participations": 1, "trained": 0,
        }]);
        assert_eq!(plan["documentation"], kept);
        assert_eq!(app.refused(&scene.admin.token, "erasePerson", erase(&scene, false)).await, "KEPT_BY_LAW");
        let asked = json!({ "personId": scene.person() });
        app.mutate(&scene.own.token, "requestPersonErasure", "dataSubjectRequest { state }", asked).await;
        let before = counts(&app, &scene).await;
        assert_eq!(before["open"]["seatsTaken"], 1);

        let fields = "dataSubjectRequest { id state }";
        let done = app.mutate(&scene.admin.token, "erasePerson", fields, erase(&scene, true)).await;
        assert_eq!(done["dataSubjectRequest"]["state"], "PARTLY_DONE");
        work(&app).await;
        let gone = ["anna@example.pl", "anna.prywatnie@example.pl", "600 700 800", "bez orzechów", "pętla indukcyjna"];
        assert_eq!(left(&app, &gone).await, Vec::<String>::new());
        assert_eq!(scene.verified(&app).await["name"], "Anna Łącka");
        // The account is closed, the seat is Olga's to take.
        let viewer = app.graphql(Some(&scene.own.token), "{ viewer { user { id } } }", json!({})).await;
        assert_eq!(viewer.status, StatusCode::UNAUTHORIZED, "{:#}", viewer.body);
        let states = "query($id: ID!) { node(id: $id) { ... on Edition { enrolments { edges { node { state } } } } } }";
        let states = app.ask(&scene.world.coordinator.token, states, json!({ "id": scene.open.edition })).await;
        let mut states: Vec<String> = states["node"]["enrolments"]["edges"]
            .as_array().unwrap().iter().map(|edge| text(&edge["node"]["state"])).collect();
        states.sort();
        assert_eq!(states, ["CANCELLED_BY_ORGANISER", "OFFERED"]);
        let after = counts(&app, &scene).await;
        assert_eq!(after["done"], before["done"], "what took place is counted as before");

        // The project ends, and one day its documentation need not be kept any more.
        scene.close_project(&app, "2029-06-30").await;
        app.clock.set(DateTime::parse_from_rfc3339("2029-06-30T21:00:00Z").unwrap().to_utc());
        night(&app).await;
        assert_eq!(scene.verified(&app).await["name"], "Anna Łącka", "kept to the end of its last day");
        app.clock.advance(Duration::hours(12));
        night(&app).await;
        assert_eq!(left(&app, TELLING).await, Vec::<String>::new());
        let request = "query($id: ID!) { node(id: $id) { ... on DataSubjectRequest { state } } }";
        let request = app.ask(&scene.admin.token, request, json!({ "id": done["dataSubjectRequest"]["id"] })).await;
        assert_eq!(request["node"]["state"], "DONE");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_an_erasure_nothing_tells_who_it_was_and_everything_else_is_true() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        // A copy is being made, and mail to her waits, when she is erased.
        let export = json!({ "personId": scene.person() });
        app.mutate(&scene.own.token, "requestPersonExport", "dataSubjectRequest { id }", export.clone())
            .await;
        app.mutate(
            &scene.world.coordinator.token,
            "updatePerson",
            "person { id }",
            json!({ "id": scene.person() }),
        )
        .await;
        assert!(left(&app, TELLING).await.len() > TELLING.len(), "there is something to be erased");
        assert!(left(&app, WORDS).await.len() > WORDS.len(), "her words are found");
        scene.close_project(&app, "2028-12-31").await;
        app.clock.set(DateTime::parse_from_rfc3339("2029-01-02T08:00:00Z").unwrap().to_utc());
        let (before, checked) = (counts(&app, &scene).await, scene.verified(&app).await);
        assert_eq!((&checked["verdict"], &checked["name"]), (&json!("VALID"), &json!("Anna Łącka")));
        let hashes = |rows: Vec<certificate::Model>| -> Vec<_> {
            rows.into_iter().map(|row| (row.number, row.ordinal, row.state, row.sha256, row.code)).collect()
        };
        let numbered = hashes(by_number(&app.state.db.reader).await.unwrap());
        let documents = "{ documents(first: 100) { edges { node { id kind state path sha256 } } } }";
        let files = app.ask(&scene.admin.token, documents, json!({})).await;

        let plan = preview(&app, &scene).await;
        assert_eq!(plan["complete"], true);
        let done = app.mutate(
            &scene.admin.token,
            "erasePerson",
            "dataSubjectRequest { state }",
            erase(&scene, false),
        );
        assert_eq!(done.await["dataSubjectRequest"]["state"], "DONE");
        work(&app).await;
        assert_eq!(left(&app, TELLING).await, Vec::<String>::new());
        assert_eq!(left(&app, WORDS).await, Vec::<String>::new());
        let db = &app.state.db.reader;
        let row = person::Entity::find_by_id(scene.anna).one(db).await.unwrap().unwrap();
        assert_eq!((row.full_name().as_str(), row.erased_at.is_some()), ("— —", true));
        let keys = enrolment::Entity::find()
            .filter(enrolment::Column::PersonId.eq(scene.anna))
            .all(db)
            .await
            .unwrap();
        assert!(!keys.is_empty() && keys.iter().all(|one| one.sort_key == sort_key("—")));

        // Numbers, states, hashes, counts, the answer to whoever checks.
        let after = counts(&app, &scene).await;
        assert_eq!(after["done"], before["done"]);
        assert_eq!(hashes(by_number(db).await.unwrap()), numbered);
        let answer = scene.verified(&app).await;
        assert_eq!(
            (&answer["verdict"], &answer["name"], &answer["nameErased"]),
            (&json!("VALID"), &Value::Null, &json!(true))
        );
        assert_eq!(answer["number"], checked["number"]);
        let (status, _, page) = app.get(&format!("/verify/{}", scene.certificate.1), None).await;
        let page = String::from_utf8(page).unwrap();
        assert!(
            status == StatusCode::OK && page.contains("usunięto") && page.contains("Zaświadczenie jest"),
            "{status} {page}"
        );
        assert!(page.contains("verdict good") && !page.contains("Łącka"));
        reports::schedule::tick(&app.worker_context()).await.unwrap();
        let trail = verify(db, &app.state.seals, &[]).await.unwrap();
        assert!(trail.broken.is_none() && trail.waiting == 0 && trail.sealed > 0);

        // Files that named her are gone, Olga's certificate is not.
        let gone = app.ask(&scene.admin.token, documents, json!({})).await;
        let mut kinds = vec![];
        for (old, new) in files["documents"]["edges"]
            .as_array()
            .unwrap()
            .iter()
            .zip(gone["documents"]["edges"].as_array().unwrap())
        {
            assert_eq!(old["node"]["sha256"], new["node"]["sha256"], "the hash stays");
            if new["node"]["state"] == "ERASED" {
                kinds.push(text(&new["node"]["kind"]));
                let path = text(&new["node"]["path"]);
                assert_eq!(app.get(&path, Some(&scene.admin.token)).await.0, StatusCode::GONE);
            }
        }
        kinds.sort();
        assert_eq!(kinds, ["ATTENDANCE_SHEET", "CERTIFICATE", "CERTIFICATE_ARCHIVE"]);
        let still = gone["documents"]["edges"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|edge| edge["node"]["kind"] == "CERTIFICATE" && edge["node"]["state"] == "STORED");
        assert_eq!(still.count(), 1);

        // Done is done; nothing new is written about her, and files are removed again without harm.
        let again = app.mutate(&scene.admin.token, "erasePerson", ERASED, erase(&scene, false)).await;
        assert_eq!((&again["removed"], &again["removedFiles"]), (&json!([]), &json!(0)));
        assert_eq!(app.refused(&scene.admin.token, "requestPersonExport", export).await, "WRONG_STATE");
        let name = json!({ "id": scene.person(), "lastName": "Łącka" });
        assert_eq!(app.refused(&scene.admin.token, "updatePerson", name).await, "NOT_FOUND");
        app.clock.advance(Duration::days(8));
        night(&app).await;
        assert_eq!(left(&app, TELLING).await, Vec::<String>::new());
        // Olga, who has no account, goes by the rules that night; her files are looked for once more the day after.
        app.clock.advance(Duration::days(2));
        night(&app).await;
        assert_eq!(entities::jobs::store::open_jobs(db).await.unwrap(), 0);
    })
    .await;
}

/// What an erasure says of itself.
const ERASED: &str = "dataSubjectRequest { id state } removed { table rows deleted blanked } removedFiles";

#[tokio::test(flavor = "multi_thread")]
async fn erasing_somebody_again_finds_and_removes_what_came_to_them_since_and_says_what() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        scene.close_project(&app, "2028-12-31").await;
        app.clock.set(DateTime::parse_from_rfc3339("2029-01-02T08:00:00Z").unwrap().to_utc());
        let erase_her = async || {
            let erased = app.mutate(&scene.admin.token, "erasePerson", ERASED, erase(&scene, false)).await;
            work(&app).await;
            erased
        };
        let first = erase_her().await;
        assert_eq!(left(&app, TELLING).await, Vec::<String>::new());
        assert_eq!(left(&app, WORDS).await, Vec::<String>::new());

        app.clock.advance(Duration::hours(1));
        bring_back(&app, &scene).await;
        assert!(left(&app, TELLING).await.len() > TELLING.len());
        let again = erase_her().await;
        assert_eq!(again["dataSubjectRequest"], first["dataSubjectRequest"]);
        let mut removed: Vec<String> = again["removed"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| format!("{} {}", text(&one["table"]), one["rows"]))
            .collect();
        removed.sort();
        let all = [
            "certificate 1",
            "employment 1",
            "enrolment 1",
            "enrolment 1",
            "person 1",
            "trainer_assignment 1",
            "user 1",
            "user 1",
        ];
        assert_eq!(removed, all, "{again:#}");
        assert_eq!(left(&app, TELLING).await, Vec::<String>::new());
        let db = &app.state.db.reader;
        let posts = employment::Entity::find().filter(employment::Column::PersonId.eq(scene.anna));
        assert_eq!(posts.count(db).await.unwrap(), 0);
        let trains = trainer_assignment::Entity::find();
        let trains = trains.filter(trainer_assignment::Column::PersonId.eq(scene.anna));
        assert_eq!(trains.count(db).await.unwrap(), 0);
        let live = enrolment::Entity::find()
            .filter(enrolment::Column::PersonId.eq(scene.anna))
            .filter(enrolment::Column::State.eq(EnrolmentState::Waitlisted));
        assert_eq!(live.count(db).await.unwrap(), 0);
        assert_eq!(drifts(db).await.unwrap(), []);
        let account = app.graphql(Some(&scene.own.token), "{ viewer { user { id } } }", json!({})).await;
        assert_eq!(account.status, StatusCode::UNAUTHORIZED);

        // Once more there is nothing, and nothing is noted.
        let lines = async || {
            let lines = audit_entry::Entity::find().filter(audit_entry::Column::Action.eq("privacy.erase"));
            lines.count(db).await.unwrap()
        };
        assert_eq!(lines().await, 2);
        let nothing = erase_her().await;
        assert_eq!((&nothing["removed"], &nothing["removedFiles"]), (&json!([]), &json!(0)));
        assert_eq!(nothing["dataSubjectRequest"], first["dataSubjectRequest"]);
        assert_eq!(lines().await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_a_restore_brings_back_is_erased_again_from_a_list_kept_outside() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let folder = app.base.folder().to_str().unwrap().to_owned();
        let run = async |args: &[&str]| {
            let data = ["--data-dir", &folder, "--database-url", &app.base.url];
            let cli = api::commands::Cli::parse_from(["zwornik"].iter().chain(args).chain(&data));
            api::commands::run(cli).await.map_err(|error| format!("{error:#}"))
        };
        let listed = async || {
            let erased = entities::requests::actions::erased_people(&app.state.db.reader).await.unwrap();
            erased.into_iter().map(|(person, _)| person).collect::<Vec<_>>()
        };
        assert_eq!(listed().await, []);
        run(&["erasures", "list"]).await.unwrap();

        // The list names Anna, whom this database does not know to be erased, and somebody it has never known.
        let list = app.base.folder().join("usunieci.txt");
        std::fs::write(&list, format!("{}\n\n{}\n", scene.anna, uuid::Uuid::nil())).unwrap();
        for _ in 0..2 {
            run(&["erasures", "redo", list.to_str().unwrap()]).await.unwrap();
            work(&app).await;
            assert_eq!(listed().await, [scene.anna]);
        }
        assert_eq!(
            left(&app, &["anna@example.pl", "600 700 800", "bez orzechów"]).await,
            Vec::<String>::new()
        );
        assert_eq!(scene.verified(&app).await["name"], "Anna Łącka", "what must be kept is kept");

        std::fs::write(&list, "Anna Łącka").unwrap();
        let refused = run(&["erasures", "redo", list.to_str().unwrap()]).await.unwrap_err();
        assert!(refused.contains("Wiersz 1") && !refused.contains("Łącka"), "{refused}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_erase_whom() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let world = &scene.world;
        let rops = async |email: &str, id| {
            world.account(&app, email, Role::RopsAdmin, ScopeKind::Voivodeship, Some(id)).await
        };
        let here = rops("rops@example.pl", world.lead_voivodeship.uuid()).await;
        let there = rops("rops.obok@example.pl", world.partner_voivodeship.uuid()).await;
        for (token, code) in [
            (&world.coordinator.token, "FORBIDDEN"),
            (&scene.manager.token, "FORBIDDEN"),
            (&scene.own.token, "FORBIDDEN"),
            (&there.token, "NOT_FOUND"),
        ] {
            assert_eq!(app.refused(token, "erasePerson", erase(&scene, true)).await, code);
            let answer = app.graphql(Some(token), PREVIEW, json!({ "person": scene.person() })).await;
            assert_eq!(answer.body["errors"][0]["extensions"]["code"], code, "{:#}", answer.body);
        }
        // Whoever looks after a voivodeship does not get at a colleague with more rights.
        let chief = world.person(&app, "Barbara", "Nowak").await;
        let account = world.participant(&app, "barbara@example.pl", chief).await;
        let grant = json!({ "userId": world.id(account.user), "role": "SYS_ADMIN", "scope": { "installation": true } });
        app.mutate(&scene.admin.token, "grantRole", "grant { id }", grant).await;
        let of_chief = json!({ "personId": world.id(chief) });
        assert_eq!(app.refused(&here.token, "erasePerson", of_chief.clone()).await, "FORBIDDEN");
        assert_eq!(app.refused(&account.token, "erasePerson", of_chief.clone()).await, "FORBIDDEN", "oneself");
        // Somebody has to be left.
        let users = "{ users(filter: { emailContains: \"admin@\" }) { edges { node { id } } } }";
        let users = app.ask(&account.token, users, json!({})).await;
        let block = json!({ "id": users["users"]["edges"][0]["node"]["id"] });
        app.mutate(&account.token, "blockUser", "user { state }", block).await;
        app.write(async |tx, op| {
            let alone = entities::requests::actions::ErasePerson { person_id: chief, only_what_may_go: false };
            let refused = entities::requests::actions::erase_person(tx, op, alone).await;
            let refused = format!("{:?}", refused.unwrap_err());
            assert!(refused.contains("LAST_ADMINISTRATOR"), "{refused}");
            Ok(())
        })
        .await;

        let done = app.mutate(&here.token, "erasePerson", "dataSubjectRequest { state }", erase(&scene, true)).await;
        assert_eq!(done["dataSubjectRequest"]["state"], "PARTLY_DONE");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_is_refused_with_a_reason_that_the_person_reads() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        let asked = json!({ "personId": scene.person() });
        let fields = "dataSubjectRequest { id state dueOn }";
        let asked = app.mutate(&scene.own.token, "requestPersonErasure", fields, asked).await;
        let id = &asked["dataSubjectRequest"]["id"];
        let refusal = json!({ "requestId": id, "reason": "Trwa projekt; skargę przyjmuje Prezes UODO." });
        assert_eq!(app.refused(&scene.own.token, "refuseDataSubjectRequest", refusal.clone()).await, "FORBIDDEN");
        let empty = json!({ "requestId": id, "reason": " " });
        assert_eq!(app.refused(&scene.admin.token, "refuseDataSubjectRequest", empty).await, "INVALID");
        app.clock.advance(Duration::days(40));
        let late = "{ dataSubjectRequests(filter: { states: [RECEIVED], dueBy: \"2026-06-12\" }) { edges { node { overdue viewerCanDecide } } } }";
        for (token, decides) in [(&scene.admin.token, true), (&scene.own.token, false)] {
            let seen = app.ask(token, late, json!({})).await;
            let node = &seen["dataSubjectRequests"]["edges"][0]["node"];
            assert_eq!(*node, json!({ "overdue": true, "viewerCanDecide": decides }));
        }
        app.mutate(&scene.admin.token, "refuseDataSubjectRequest", fields, refusal.clone()).await;
        assert_eq!(app.refused(&scene.admin.token, "refuseDataSubjectRequest", refusal).await, "WRONG_STATE");
        let read = "{ dataSubjectRequests { edges { node { state reason overdue } } } }";
        let read = app.ask(&scene.own.token, read, json!({})).await;
        let told = json!({ "state": "REFUSED", "reason": "Trwa projekt; skargę przyjmuje Prezes UODO.", "overdue": false });
        assert_eq!(read["dataSubjectRequests"]["edges"][0]["node"], told);
    })
    .await;
}
