//! Whom a restore brings back is erased again: the list of who was erased survives outside the database.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use chrono::{DateTime, Duration};
use clap::Parser;
use entities::audit::audit_entry;
use entities::institutions::person;
use entities::requests::actions::erased_people;
use entities::requests::erased_list::ErasedList;
use entities::requests::request;
use entities::shared::clock::{Clock, SystemClock};
use entities::shared::ids::PersonId;
use entities::upkeep::drift::drifts;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use tests::{TestApp, TestDb, on_both};

use super::scene::{Scene, bring_back, left, night, text, work};

/// What goes at once, though a project must keep its documentation.
const GONE: &[&str] =
    &["anna@example.pl", "anna.prywatnie@example.pl", "600 700 800", "bez orzechów", "pętla indukcyjna"];

async fn run(args: &[&str]) -> Result<(), String> {
    let cli = api::commands::Cli::parse_from(["zwornik"].iter().chain(args));
    api::commands::run(cli).await.map_err(|error| format!("{error:#}"))
}

fn list(app: &TestApp) -> ErasedList {
    ErasedList::in_folder(&app.base.folder().join("erasures")).unwrap()
}

async fn erased(app: &TestApp) -> Vec<PersonId> {
    let erased = erased_people(&app.state.db.reader).await.unwrap();
    erased.into_iter().map(|(person, _)| person).collect()
}

async fn requests(app: &TestApp) -> u64 {
    request::Entity::find().count(&app.state.db.reader).await.unwrap()
}

async fn erase(app: &TestApp, scene: &Scene) {
    let input = json!({ "personId": scene.person(), "onlyWhatMayGo": true });
    app.mutate(&scene.admin.token, "erasePerson", "dataSubjectRequest { state }", input).await;
}

/// Copies files of one folder into another.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

async fn works(app: &TestApp, token: &str) -> bool {
    app.graphql(Some(token), "{ viewer { user { id } } }", json!({})).await.status == 200
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_stands_on_the_list_at_once_and_a_lost_list_is_made_anew() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        assert_eq!(list(&app).people().await.unwrap(), []);
        erase(&app, &scene).await;
        work(&app).await;
        assert_eq!(list(&app).people().await.unwrap(), [scene.anna]);
        let file = app.base.folder().join("erasures").join(scene.anna.to_string());
        assert_eq!(
            std::fs::read_to_string(&file).unwrap(),
            "2026-05-12T07:00:00Z\n",
            "a time and nothing else"
        );

        // What was noted first stands, and what lies beside it is nobody.
        let later = DateTime::parse_from_rfc3339("2030-01-01T00:00:00Z").unwrap().to_utc();
        list(&app).note(scene.anna, later).await.unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "2026-05-12T07:00:00Z\n");
        std::fs::write(app.base.folder().join("erasures/CZYTAJ.txt"), "nic").unwrap();
        assert_eq!(list(&app).people().await.unwrap(), [scene.anna]);

        std::fs::remove_dir_all(app.base.folder().join("erasures")).unwrap();
        app.clock.advance(Duration::days(1));
        night(&app).await;
        assert_eq!(list(&app).people().await.unwrap(), [scene.anna]);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "2026-05-12T07:00:00Z\n");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_other_tools_restored_is_cleared_of_whom_the_list_names() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Scene::new(&app).await;
        // This database knows Anna as she was; the list knows of her erasure, and of somebody's whom it never knew.
        for person in [scene.anna, PersonId(uuid::Uuid::nil())] {
            list(&app).note(person, app.now()).await.unwrap();
        }
        assert!(left(&app, GONE).await.len() >= GONE.len());
        let folder = app.base.folder().to_str().unwrap().to_owned();
        let data = ["--data-dir", &folder, "--database-url", &app.base.url];
        let made_at = app.now().to_rfc3339();
        for _ in 0..2 {
            run(&[&["restored", "--made-at", &made_at][..], &data].concat()).await.unwrap();
            assert_eq!((erased(&app).await, requests(&app).await), (vec![scene.anna], 1));
        }
        run(&[&["erasures", "redo"][..], &data].concat()).await.unwrap();
        assert_eq!(requests(&app).await, 1);
        // Commands go by the machine's clock.
        app.clock.set(SystemClock.now() + Duration::hours(1));
        work(&app).await;
        assert_eq!(left(&app, GONE).await, Vec::<String>::new());
        assert_eq!(scene.verified(&app).await["name"], "Anna Łącka", "what must be kept is kept");
        let lines = audit_entry::Entity::find().filter(audit_entry::Column::Action.eq("privacy.erase"));
        let lines = lines.all(&app.state.db.reader).await.unwrap();
        assert_eq!(lines.iter().map(|line| line.request_id.as_str()).collect::<Vec<_>>(), ["restore"]);
        // What an old process brings to her afterwards goes by the same command; what must be kept stays.
        bring_back(&app, &scene).await;
        run(&[&["erasures", "redo"][..], &data].concat()).await.unwrap();
        assert_eq!((erased(&app).await, requests(&app).await), (vec![scene.anna], 1));
        app.clock.advance(Duration::hours(1));
        work(&app).await;
        assert_eq!(
            left(&app, &["anna@example.pl", "600 700 800", "bez orzechów", "pętla indukcyjna"]).await,
            Vec::<String>::new()
        );
        assert_eq!(drifts(&app.state.db.reader).await.unwrap(), []);
        let olga = person::Entity::find_by_id(scene.olga).one(&app.state.db.reader).await.unwrap().unwrap();
        assert_eq!(olga.email.as_deref(), Some("olga@example.pl"), "nobody else is touched");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_erases_whom_the_list_names_or_says_that_it_has_none_and_can_do_so_later() {
    let app = TestApp::on(TestDb::sqlite().await);
    let scene = Scene::new(&app).await;
    let api = app.mutate(&scene.admin.token, "createApiToken", "token", json!({ "name": "skrypt" })).await;
    let api = text(&api["token"]);
    let place = tempfile::tempdir().unwrap();
    let path = |name: &str| place.path().join(name).to_str().unwrap().to_owned();
    let folder = app.base.folder().to_str().unwrap().to_owned();
    let backup = async |to: &str| {
        run(&["backup", to, "--data-dir", &folder, "--database-url", &app.base.url]).await.unwrap();
    };
    backup(&path("before")).await;
    erase(&app, &scene).await;
    work(&app).await;
    backup(&path("after")).await;
    let noted = place.path().join("after/erasures").join(scene.anna.to_string());
    assert_eq!(std::fs::metadata(&noted).unwrap().permissions().mode() & 0o777, 0o600);

    // Without the list she is back, until somebody brings it.
    let home = tempfile::tempdir().unwrap();
    let to = home.path().to_str().unwrap().to_owned();
    run(&["restore", &path("before"), "--data-dir", &to, "--keep-tokens"]).await.unwrap();
    let restored = TestApp::on(TestDb::at(home).await);
    assert!(works(&restored, &api).await && !works(&restored, &scene.admin.token).await);
    assert_eq!(erased(&restored).await, []);
    assert!(left(&restored, GONE).await.len() >= GONE.len());
    let redo = async || run(&["erasures", "redo", "--data-dir", &to]).await;
    copy(&place.path().join("after/erasures"), &restored.base.folder().join("erasures"));
    for _ in 0..2 {
        redo().await.unwrap();
        assert_eq!((erased(&restored).await, requests(&restored).await), (vec![scene.anna], 1));
    }

    // With the list beside the keys she is gone before anything runs.
    let home = tempfile::tempdir().unwrap();
    let to = home.path().to_str().unwrap().to_owned();
    copy(&place.path().join("after/erasures"), &home.path().join("erasures"));
    run(&["restore", &path("before"), "--data-dir", &to]).await.unwrap();
    let restored = TestApp::on(TestDb::at(home).await);
    assert!(!works(&restored, &api).await);
    assert_eq!(erased(&restored).await, [scene.anna]);
    restored.clock.set(SystemClock.now() + Duration::hours(1));
    work(&restored).await;
    assert_eq!(left(&restored, GONE).await, Vec::<String>::new());
    assert_eq!(list(&restored).people().await.unwrap(), [scene.anna]);

    // A backup that knows of her erasure is left as it is, and hands its list on.
    let home = tempfile::tempdir().unwrap();
    let to = home.path().to_str().unwrap().to_owned();
    run(&["restore", &path("after"), "--data-dir", &to]).await.unwrap();
    let restored = TestApp::on(TestDb::at(home).await);
    assert_eq!((erased(&restored).await, requests(&restored).await), (vec![scene.anna], 1));
    assert_eq!(list(&restored).people().await.unwrap(), [scene.anna]);

    // Without any list there is nothing to go by.
    let nowhere = tempfile::tempdir().unwrap();
    let refused = run(&["erasures", "redo", "--data-dir", nowhere.path().to_str().unwrap()]).await;
    assert!(refused.unwrap_err().contains("Nie ma listy"));
}
