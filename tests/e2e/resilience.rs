//! What happens when something breaks: a store that fails, a worker that dies between two steps, workers that
//! compete.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use entities::certificates::{CertificateState, certificate};
use entities::documents::files::sha256;
use entities::documents::{DocumentState, document};
use entities::jobs::maintenance::Sweep;
use entities::jobs::queue::Payload;
use entities::jobs::{JobState, job};
use entities::mail::jobs::SendMail;
use entities::shared::tx;
use reports::context::Context;
use reports::mail::Mail;
use reports::{Settings, Worker};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};
use tokio_util::sync::CancellationToken;

/// An edition with numbered certificates that nobody has drawn yet.
async fn numbered(app: &TestApp, people: usize) -> Vec<String> {
    let world = World::new(app).await;
    issue(app, &world, people).await
}

/// Numbers certificates of an edition in a world.
pub(crate) async fn issue(app: &TestApp, world: &World, people: usize) -> Vec<String> {
    let training = Training::open(app, world, EditionPlan { seats: 500, ..EditionPlan::default() }).await;
    let mut enrolments = vec![];
    for n in 0..people {
        let person = world.person(app, "Małgorzata", &format!("Osoba {n}")).await;
        enrolments.push(training.enrol(app, world, person).await);
    }
    training.start(app, world).await;
    for (session, minutes) in [(0, 240), (1, 120)] {
        let rows: Vec<(&str, i32)> = enrolments.iter().map(|e| (e.as_str(), minutes)).collect();
        training.record(app, world, session, &rows).await;
    }
    training.finish(app, world).await;
    let issued = training.issue(app, world).await;
    assert_eq!(issued["certificates"].as_array().map(Vec::len), Some(people));
    numbers(app).await
}

/// Numbers of all certificates, in order.
pub(crate) async fn numbers(app: &TestApp) -> Vec<String> {
    let rows = certificate::Entity::find().order_by_asc(certificate::Column::Ordinal);
    rows.all(&app.state.db.reader).await.unwrap().into_iter().map(|row| row.number).collect()
}

/// Jobs in a state, the nightly clean-up and the mail about certificates aside.
pub(crate) async fn jobs_in(app: &TestApp, state: JobState) -> u64 {
    // A worker's clockwork may tick meanwhile and bring the nightly clean-up in.
    let aside = [Sweep::KIND, SendMail::KIND];
    let jobs =
        job::Entity::find().filter(job::Column::State.eq(state)).filter(job::Column::Kind.is_not_in(aside));
    jobs.count(&app.state.db.reader).await.unwrap()
}

/// Every certificate is drawn, once, and the file is the one its row speaks of.
async fn all_drawn_once(app: &TestApp, numbers_before: &[String]) {
    let db = &app.state.db.reader;
    assert_eq!(numbers(app).await, numbers_before);
    let certificates = certificate::Entity::find().all(db).await.unwrap();
    let documents = document::Entity::find().all(db).await.unwrap();
    assert_eq!(documents.len(), certificates.len(), "one document each");
    for certificate in &certificates {
        assert_eq!(certificate.state, CertificateState::Rendered, "{}", certificate.number);
    }
    let mut paths = HashSet::new();
    for document in &documents {
        assert_eq!(document.state, DocumentState::Stored);
        let bytes = app.state.files.get(&document.path).await.unwrap();
        assert!(bytes.starts_with(b"%PDF-"));
        assert_eq!(document.sha256.as_deref(), Some(&*sha256(&bytes)));
        assert_eq!(document.size_bytes, Some(bytes.len() as i64));
        assert!(paths.insert(document.path.clone()));
    }
    // Each was noted once: one line in the audit trail that says so.
    let lines = entities::audit::audit_entry::Entity::find().all(db).await.unwrap();
    let drawn: Vec<_> = lines.iter().filter(|line| line.to_state.as_deref() == Some("rendered")).collect();
    let subjects: HashSet<_> = drawn.iter().map(|line| line.subject_id).collect();
    assert_eq!((drawn.len(), subjects.len()), (certificates.len(), certificates.len()));
    assert_eq!(jobs_in(app, JobState::Dead).await, 0);
    assert_eq!(jobs_in(app, JobState::Done).await, certificates.len() as u64);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_fails_delays_a_certificate_and_takes_nothing_from_it() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let before = numbered(&app, 3).await;
        // Where the folder of certificates should be lies a file: nothing can be stored there.
        let folder = app.base.folder().join("documents/certificates");
        std::fs::write(&folder, "in the way").unwrap();
        assert_eq!(app.work().await, 3);
        assert_eq!(numbers(&app).await, before);
        assert_eq!((jobs_in(&app, JobState::Ready).await, jobs_in(&app, JobState::Dead).await), (3, 0));
        // Not at once again, and later each time.
        assert_eq!(app.work().await, 0);
        let mut pauses = vec![];
        for _ in 0..3 {
            let next = job::Entity::find().one(&app.state.db.reader).await.unwrap().unwrap();
            pauses.push((next.run_at - app.now()).num_milliseconds());
            app.clock.advance(chrono::Duration::minutes(2));
            assert_eq!(app.work().await, 3);
        }
        assert!(pauses.is_sorted_by(|a, b| a < b) && pauses[0] >= 2_000, "{pauses:?}");
        let stuck = job::Entity::find().one(&app.state.db.reader).await.unwrap().unwrap();
        assert!(stuck.last_error.is_some_and(|why| why.contains("store")));

        // However often it fails over a weekend: what comes back is drawn within minutes.
        for _ in 0..30 {
            app.clock.advance(chrono::Duration::hours(2));
            assert_eq!(app.work().await, 3);
        }
        assert_eq!((jobs_in(&app, JobState::Ready).await, jobs_in(&app, JobState::Dead).await), (3, 0));

        std::fs::remove_file(&folder).unwrap();
        app.clock.advance(chrono::Duration::minutes(5));
        assert_eq!(app.work().await, 0);
        all_drawn_once(&app, &before).await;
        app.clock.advance(chrono::Duration::hours(1));
        assert_eq!(app.work().await, 0);
        all_drawn_once(&app, &before).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_were_stored_before_the_worker_died_are_taken_as_they_are() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let before = numbered(&app, 2).await;
        // The worker stored the first file and died before it could say so: its rows are as if it never ran.
        assert_eq!(app.work().await, 0);
        let files = std::fs::read_dir(app.base.folder().join("documents/certificates"));
        assert!(files.is_ok());
        all_drawn_once(&app, &before).await;
        let db = app.state.db.for_migration();
        let undone = document::ActiveModel {
            state: sea_orm::Set(DocumentState::Due),
            sha256: sea_orm::Set(None),
            size_bytes: sea_orm::Set(None),
            ..Default::default()
        };
        document::Entity::update_many().set(undone).exec(db).await.unwrap();
        let undone = certificate::ActiveModel {
            state: sea_orm::Set(CertificateState::Numbered),
            sha256: sea_orm::Set(None),
            ..Default::default()
        };
        certificate::Entity::update_many().set(undone).exec(db).await.unwrap();
        let undone = job::ActiveModel { state: sea_orm::Set(JobState::Ready), ..Default::default() };
        job::Entity::update_many().set(undone).exec(db).await.unwrap();
        tests::unguarded(&app.state.db).await;
        entities::audit::audit_entry::Entity::delete_many().exec(db).await.unwrap();
        assert_eq!(app.work().await, 0);
        all_drawn_once(&app, &before).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_on_one_database_never_run_a_job_twice() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let before = numbered(&app, 40).await;
        let stop = CancellationToken::new();
        let workers: Vec<_> = (0..2)
            .map(|n| {
                let state = &app.state;
                let context = Context::new(
                    state.db.clone(),
                    state.files.clone(),
                    state.clock.clone(),
                    state.chance.clone(),
                    state.public_url.clone(),
                    Mail::new(app.mail.clone()).unwrap(),
                );
                let poll = Duration::from_millis(10);
                let settings =
                    Settings { name: format!("worker {n}"), slots: 3, poll, ..Settings::default() };
                tokio::spawn(Worker::new(context, settings).run(stop.clone()))
            })
            .collect();
        let until = Instant::now() + Duration::from_secs(60);
        while jobs_in(&app, JobState::Done).await < 40 {
            assert!(Instant::now() < until, "40 certificates are drawn within a minute");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        stop.cancel();
        for worker in workers {
            worker.await.unwrap().unwrap();
        }
        all_drawn_once(&app, &before).await;
        let jobs = job::Entity::find().all(&app.state.db.reader).await.unwrap();
        assert!(jobs.iter().all(|job| job.attempts <= 1), "a job that was claimed twice");
        // Both signed off.
        let workers = entities::jobs::worker::Entity::find().count(&app.state.db.reader).await.unwrap();
        assert_eq!(workers, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_nightly_clean_up_removes_what_killed_workers_left_unfinished_and_nothing_else() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let before = numbered(&app, 2).await;
        assert_eq!(app.work().await, 0);
        let folder = app.state.files.root().unwrap().join("certificates");
        let files = || {
            let all = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
            all.collect::<std::collections::BTreeSet<_>>()
        };
        let whole = files();
        for (name, hours) in [("a.pdf#1", 25), ("b.pdf#12", 23), ("c.pdf#", 25), ("d#1.pdf", 25)] {
            let file = std::fs::File::create(folder.join(name)).unwrap();
            file.set_modified((app.now() - chrono::Duration::hours(hours)).into()).unwrap();
        }
        reports::schedule::tick(&app.worker_context()).await.unwrap();
        assert_eq!(app.work().await, 0);
        let left: std::collections::BTreeSet<_> =
            files().difference(&whole).map(|path| path.file_name().unwrap().to_owned()).collect();
        assert_eq!(left.iter().collect::<Vec<_>>(), ["b.pdf#12", "c.pdf#", "d#1.pdf"]);
        assert!(whole.is_subset(&files()));
        all_drawn_once(&app, &before).await;
    })
    .await;
}

/// A volume that is not mounted: nothing is written below it, readiness tells, and what waited is drawn when it is back.
#[tokio::test(flavor = "multi_thread")]
async fn a_documents_folder_that_has_gone_is_told_and_never_made_anew() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let before = numbered(&app, 2).await;
        let (folder, away) = (app.base.folder().join("documents"), app.base.folder().join("elsewhere"));
        std::fs::rename(&folder, &away).unwrap();
        assert_eq!(app.work().await, 2);
        let (status, _, body) = app.get("/health/ready", None).await;
        let answer: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(
            (status.as_u16(), &answer["checks"]["documents"]),
            (503, &serde_json::json!(false)),
            "{answer}"
        );
        assert!(!folder.exists());
        std::fs::rename(&away, &folder).unwrap();
        app.clock.advance(chrono::Duration::minutes(2));
        assert_eq!(app.work().await, 0);
        all_drawn_once(&app, &before).await;
        let (_, _, body) = app.get("/health/ready", None).await;
        let answer: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(answer["checks"]["documents"], serde_json::json!(true));
    })
    .await;
}

/// A number whose certificate could not be drawn is never lost: when the cause has gone, it is drawn under that number.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_given_up_is_drawn_once_its_cause_has_gone() {
    use entities::jobs::hold::{Which, given_up, retry};
    use entities::shared::actor::Actor;
    use sea_orm::ActiveValue::Set;
    on_both(async |base| {
        let app = TestApp::on(base);
        let before = numbered(&app, 2).await;
        let sound = certificate::Entity::find().one(&app.state.db.reader).await.unwrap().unwrap();
        let print = async |snapshot: serde_json::Value| {
            let row =
                certificate::ActiveModel { id: Set(sound.id), snapshot: Set(snapshot), ..Default::default() };
            certificate::Entity::update(row).exec(app.state.db.for_migration()).await.unwrap();
        };
        print(serde_json::json!({ "fixed": "broken" })).await;
        assert_eq!(app.work().await, 1);
        assert_eq!(given_up(&app.state.db.reader).await.unwrap().len(), 1);
        print(sound.snapshot.clone()).await;
        app.clock.advance(chrono::Duration::days(1));
        assert_eq!(app.work().await, 0);
        assert_eq!(jobs_in(&app, JobState::Dead).await, 1);

        let op = app.state.op(Actor::System, "retry");
        let again = async |safe: &[&str]| {
            let done = tx::write_here(&app.state.db, async |tx| retry(tx, &op, &Which::All, safe).await);
            done.await.unwrap()
        };
        assert_eq!(again(&["mail.send"]).await, 0);
        assert_eq!(again(&reports::registry::repeatable()).await, 1);
        assert_eq!(app.work().await, 0);
        all_drawn_once(&app, &before).await;
    })
    .await;
}
