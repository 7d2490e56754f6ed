//! A backup while everything runs, and what a restored installation does not do again.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Parser;
use entities::audit::verify::verify;
use entities::certificates::certificate;
use entities::documents::files::sha256;
use entities::documents::{DocumentState, document};
use entities::jobs::{JobState, hold, job};
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::clock::{Clock, SystemClock};
use entities::shared::ids::TypedId;
use reports::schedule::tick;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, TestDb, on_both};

async fn run(args: &[&str]) -> Result<(), String> {
    let cli = api::commands::Cli::parse_from(["zwornik"].iter().chain(args));
    api::commands::run(cli).await.map_err(|error| format!("{error:#}"))
}

/// An edition whose participants all earned their certificate.
async fn finished(app: &TestApp, world: &World, names: &[&str]) -> Training {
    let training = Training::open(app, world, EditionPlan { seats: 500, ..EditionPlan::default() }).await;
    let mut enrolments = vec![];
    for name in names {
        let person = world.person(app, "Małgorzata", name).await;
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

async fn numbers(app: &TestApp) -> BTreeSet<String> {
    let all = certificate::Entity::find().all(&app.state.db.reader).await.unwrap();
    all.into_iter().map(|row| row.number).collect()
}

async fn jobs_in(app: &TestApp, state: JobState) -> u64 {
    job::Entity::find().filter(job::Column::State.eq(state)).count(&app.state.db.reader).await.unwrap()
}

/// Every stored document has its bytes, and they are those of its row.
async fn documents_are_right(app: &TestApp) -> usize {
    let stored = document::Entity::find().filter(document::Column::State.eq(DocumentState::Stored));
    let stored = stored.all(&app.state.db.reader).await.unwrap();
    for document in &stored {
        let bytes = app.state.files.get(&document.path).await.unwrap();
        assert_eq!(document.sha256.as_deref(), Some(&*sha256(&bytes)), "{}", document.path);
    }
    stored.len()
}

/// Says that the backup was made at the time of the story: commands go by the machine's clock.
fn made_at_the_time_of(app: &TestApp, backup: &Path) {
    let path = backup.join("manifest.json");
    let mut manifest: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    manifest["made_at"] = json!(app.now());
    std::fs::write(&path, manifest.to_string()).unwrap();
}

fn everything_below(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        found.push(path.clone());
        if path.is_dir() {
            everything_below(&path, found);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restore_no_number_is_given_twice_and_nothing_is_done_again() {
    let app = TestApp::on(TestDb::sqlite().await);
    let world = World::new(&app).await;
    finished(&app, &world, &["Pierwsza", "Druga"]).await.issue(&app, &world).await;
    assert_eq!(app.work().await, 0);
    tick(&app.worker_context()).await.unwrap();
    // Numbered, not drawn: its job waits in the backup, and is done after it.
    finished(&app, &world, &["Trzecia"]).await.issue(&app, &world).await;
    let later = finished(&app, &world, &["Czwarta", "Piąta"]).await;
    let before = numbers(&app).await;
    let sealed = verify(&app.state.db.reader, &app.state.seals, &[]).await.unwrap();

    let place = tempfile::tempdir().unwrap();
    let (backup, folder) = (place.path().join("backup"), app.base.folder().to_str().unwrap().to_owned());
    let backup_text = backup.to_str().unwrap().to_owned();
    let data = ["--data-dir", &folder, "--database-url", &app.base.url];
    // People are registered all the while.
    let stop = AtomicBool::new(false);
    let writing = async {
        let mut written = 0;
        while !stop.load(Ordering::SeqCst) {
            world.person(&app, "Ania", &format!("Osoba {written}")).await;
            written += 1;
        }
        written
    };
    let backing_up = async {
        let words = [&["backup", &backup_text][..], &data].concat();
        let made = run(&words).await;
        stop.store(true, Ordering::SeqCst);
        made
    };
    let (written, made) = tokio::join!(writing, backing_up);
    made.unwrap();
    assert!(written > 0);
    assert!(run(&[&["backup", &backup_text][..], &data].concat()).await.unwrap_err().contains("zajęte"));
    let mut paths = vec![];
    everything_below(&backup, &mut paths);
    assert!(paths.len() > 5);
    for path in paths {
        let mode = std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert!(!path.is_file() || mode == 0o600, "{} {mode:o}", path.display());
    }
    made_at_the_time_of(&app, &backup);

    // Life goes on after the backup: two more numbers, and the third certificate is drawn.
    later.issue(&app, &world).await;
    assert_eq!(app.work().await, 0);
    let given = numbers(&app).await;
    assert_eq!((before.len(), given.len()), (3, 5));

    let elsewhere = tempfile::tempdir().unwrap();
    let target = elsewhere.path().join("data");
    let target_text = target.to_str().unwrap().to_owned();
    run(&["restore", &backup_text, "--data-dir", &target_text]).await.unwrap();
    let again = run(&["restore", &backup_text, "--data-dir", &target_text]).await;
    assert!(again.unwrap_err().contains("nie jest pusty"));

    // The restored installation, in a folder that goes with the test.
    let home = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(&target).unwrap() {
        let entry = entry.unwrap();
        assert!(!entry.file_name().to_string_lossy().starts_with('.'), "nothing of the work is left");
        std::fs::rename(entry.path(), home.path().join(entry.file_name())).unwrap();
    }
    let restored = TestApp::on(TestDb::at(home).await);
    assert_eq!(numbers(&restored).await, before);
    assert_eq!(documents_are_right(&restored).await, 2);
    let chain = verify(&restored.state.db.reader, &app.state.seals, sealed.head.as_slice()).await.unwrap();
    assert_eq!((chain.sealed, chain.broken), (sealed.sealed, None));

    // What was done after the backup is not done again by itself.
    let held = hold::held(&restored.state.db.reader).await.unwrap();
    assert_eq!(held.iter().map(|job| job.kind.as_str()).collect::<Vec<_>>(), ["certificates.render"]);
    assert_eq!(restored.work().await, 0);
    assert_eq!((jobs_in(&restored, JobState::Ready).await, jobs_in(&restored, JobState::Dead).await), (0, 1));
    let answer = restored.graphql(Some(&world.coordinator.token), "{ __typename }", json!({})).await;
    assert_eq!(answer.status, 401, "sessions of before the restore are over");

    // Nobody knows which numbers were given: none is, until somebody says so.
    let project = world.project.uuid();
    let coordinator = world
        .account(&restored, "nowa@example.pl", Role::Coordinator, ScopeKind::Project, Some(project))
        .await;
    let world = World { coordinator, ..world };
    let input = json!({ "editionId": later.edition });
    let refused = restored.refused(&world.coordinator.token, "issueCertificates", input).await;
    assert_eq!(refused, "NUMBERS_HELD");
    let data = ["--data-dir", restored.base.folder().to_str().unwrap()];
    let confirm = async |last: &str| {
        let words = ["numbers", "confirm", "--series", "SK", "--year", "2026", "--last", last];
        run(&[&words[..], &data].concat()).await
    };
    assert!(confirm("2").await.is_err(), "the database itself knows of three");
    confirm("5").await.unwrap();
    assert!(confirm("5").await.is_err(), "nothing waits any more");
    later.issue(&restored, &world).await;
    let new: BTreeSet<String> = numbers(&restored).await.difference(&before).cloned().collect();
    assert_eq!(new, ["SK/2026/0006", "SK/2026/0007"].map(str::to_owned).into());
    assert!(new.is_disjoint(&given), "{new:?} {given:?}");

    // An administrator who has looked lets the held job run.
    assert!(run(&[&["jobs", "release", "--kind", "mail.nothing"][..], &data].concat()).await.is_err());
    run(&[&["jobs", "release", "--kind", "certificates.render"][..], &data].concat()).await.unwrap();
    // Commands go by the machine's clock.
    restored.clock.set(SystemClock.now() + chrono::Duration::hours(1));
    assert_eq!(restored.work().await, 0);
    assert_eq!(documents_are_right(&restored).await, 5);
    assert_eq!(jobs_in(&restored, JobState::Dead).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_is_not_whole_is_neither_made_nor_restored() {
    let app = TestApp::on(TestDb::sqlite().await);
    let world = World::new(&app).await;
    finished(&app, &world, &["Pierwsza", "Druga"]).await.issue(&app, &world).await;
    assert_eq!(app.work().await, 0);
    let place = tempfile::tempdir().unwrap();
    let path = |name: &str| place.path().join(name).to_str().unwrap().to_owned();
    let folder = app.base.folder().to_str().unwrap().to_owned();
    let backup =
        async |to: &str| run(&["backup", to, "--data-dir", &folder, "--database-url", &app.base.url]).await;
    backup(&path("good")).await.unwrap();

    // A document of a backup that somebody touched, or that is gone; a database that somebody touched.
    let mut files = vec![];
    everything_below(&place.path().join("good/documents"), &mut files);
    let pdf = files.into_iter().find(|file| file.extension().is_some_and(|ending| ending == "pdf")).unwrap();
    let bytes = std::fs::read(&pdf).unwrap();
    let refused = async |why: &str| {
        let target = tempfile::tempdir().unwrap();
        let to = target.path().to_str().unwrap();
        let said = run(&["restore", &path("good"), "--data-dir", to]).await.unwrap_err();
        assert!(said.contains(why), "{said}");
        assert_eq!(std::fs::read_dir(target.path()).unwrap().count(), 0, "nothing is left behind");
    };
    std::fs::write(&pdf, b"%PDF-1.7 another").unwrap();
    refused("treść się zmieniła").await;
    std::fs::remove_file(&pdf).unwrap();
    refused("Brakuje dokumentów").await;
    std::fs::write(&pdf, &bytes).unwrap();
    let database = place.path().join("good/zwornik.sqlite");
    let whole = std::fs::read(&database).unwrap();
    let mut broken = whole.clone();
    broken[5_000] ^= 1;
    std::fs::write(&database, &broken).unwrap();
    refused("skrót się nie zgadza").await;
    std::fs::write(&database, &whole).unwrap();

    // Whole again; into a folder that holds the keys already.
    let target = tempfile::tempdir().unwrap();
    std::fs::create_dir(target.path().join("keys")).unwrap();
    let to = target.path().to_str().unwrap();
    run(&["restore", &path("good"), "--no-numbers-since", "--data-dir", to]).await.unwrap();
    let restored = TestApp::on(TestDb::at(target).await);
    assert_eq!(documents_are_right(&restored).await, 2);

    // A document of the installation itself that is not what it was.
    let stored = document::Entity::find().one(&app.state.db.reader).await.unwrap().unwrap();
    std::fs::write(app.base.folder().join("documents").join(&stored.path), b"%PDF-1.7 another").unwrap();
    assert!(backup(&path("bad")).await.unwrap_err().contains(&stored.id.0.to_string()));
    let left: Vec<_> = std::fs::read_dir(place.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["good"], "half a backup is none");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_other_tools_restored_is_settled_by_a_command() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let training = finished(&app, &world, &["Pierwsza"]).await;
        let folder = app.base.folder().to_str().unwrap().to_owned();
        let data = ["--data-dir", &folder, "--database-url", &app.base.url];
        let made_at = app.now().to_rfc3339();
        run(&[&["restored", "--made-at", &made_at][..], &data].concat()).await.unwrap();
        let project = Some(world.project.uuid());
        let coordinator =
            world.account(&app, "nowa@example.pl", Role::Coordinator, ScopeKind::Project, project).await;
        let world = World { coordinator, ..world };
        let token = &world.coordinator.token;
        let input = json!({ "editionId": training.edition });
        assert_eq!(app.refused(token, "issueCertificates", input).await, "NUMBERS_HELD");
        let words = ["numbers", "confirm", "--series", "SK", "--year", "2026", "--last", "41"];
        run(&[&words[..], &data].concat()).await.unwrap();
        training.issue(&app, &world).await;
        assert_eq!(numbers(&app).await, ["SK/2026/0042".to_owned()].into());
        assert!(
            run(&[&["restored", "--made-at", "2999-01-01T00:00:00Z"][..], &data].concat()).await.is_err()
        );
    })
    .await;
}
