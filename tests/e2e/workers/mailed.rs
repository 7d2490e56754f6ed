//! A worker that is killed again and again while certificates are issued, drawn and mailed. Small crowds always run; the large
//! one by name: `cargo test -p tests --test e2e workers::mailed -- --ignored --nocapture`.

#![expect(clippy::print_stdout, reason = "figures are for whoever runs it")]

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use entities::certificates::{CertificateState, certificate};
use entities::documents::files::sha256;
use entities::documents::{DocumentState, document};
use entities::jobs::maintenance::Sweep;
use entities::jobs::queue::Payload;
use entities::jobs::{JobState, job};
use entities::mail::{DeliveryKind, DeliveryState, delivery};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde_json::json;
use tests::builders::{EditionPlan, Training, World};
use tests::databases::TestDb;
use tests::letters::Message;
use tests::mail_sink::{MailSink, Mode};
use tests::{TestApp, on_both_at_once};

use super::{Process, files, without_clean_up};
use crate::mail::person;
use crate::races::copies_with;

/// Seconds; short, so that what a killed worker held comes back while others are killed.
const LEASE: u64 = 2;
/// A job that eight killed workers held is set aside, whoever is to blame; here none is.
const HIT_OFTEN: i32 = 5;

/// Editions in which everybody has earned a certificate.
async fn earned(app: &TestApp, world: &World, editions: usize, people: usize) -> Vec<Training> {
    let model = person(app, world, ("Łucja", "Śliwińska"), Some("lucja@example.pl")).await;
    let mut all = vec![];
    for _ in 0..editions {
        let seats = i32::try_from(people).unwrap();
        let plan = EditionPlan { seats, ..EditionPlan::default() };
        let training = Training::open(app, world, plan).await;
        let each = copies_with(app, model, people, |mut row| {
            row.email = Set(Some(format!("{}@example.pl", row.id.as_ref().0.simple())));
            row
        });
        let mut enrolments = vec![];
        for person in each.await {
            enrolments.push(training.enrol(app, world, person).await);
        }
        training.start(app, world).await;
        for (session, minutes) in [(0, 240), (1, 120)] {
            let rows: Vec<(&str, i32)> = enrolments.iter().map(|id| (id.as_str(), minutes)).collect();
            training.record(app, world, session, &rows).await;
        }
        training.finish(app, world).await;
        all.push(training);
    }
    all
}

/// The ledger's rows about certificates, oldest first.
async fn letters(app: &TestApp) -> Vec<delivery::Model> {
    let ready = delivery::Entity::find().filter(delivery::Column::Kind.eq(DeliveryKind::CertificateReady));
    ready.order_by_asc(delivery::Column::Id).all(&app.state.db.reader).await.unwrap()
}

/// How many certificates are behind us: those whose letter has left, or may have.
async fn behind(app: &TestApp) -> u64 {
    let ended = [DeliveryState::Sent, DeliveryState::InDoubt];
    let rows = delivery::Entity::find()
        .filter(delivery::Column::Kind.eq(DeliveryKind::CertificateReady))
        .filter(delivery::Column::State.is_in(ended));
    rows.count(&app.state.db.reader).await.unwrap()
}

async fn open(app: &TestApp, hit: i32) -> u64 {
    let open = job::Column::State.is_in([JobState::Ready, JobState::Running]);
    let jobs = job::Entity::find().filter(job::Column::Kind.ne(Sweep::KIND)).filter(open);
    jobs.filter(job::Column::Attempts.gte(hit)).count(&app.state.db.reader).await.unwrap()
}

/// How often each message arrived, by its key.
fn arrived(sink: &MailSink) -> HashMap<String, usize> {
    let mut times = HashMap::new();
    for one in sink.taken() {
        *times.entry(Message::of(&*one.text).header("Message-ID")).or_default() += 1;
    }
    times
}

async fn killed(base: TestDb, editions: usize, people: usize, kills: usize) {
    let app = TestApp::on(base);
    let world = World::new(&app).await;
    without_clean_up(&app).await;
    let trainings = earned(&app, &world, editions, people).await;
    let sink = MailSink::new(Mode::Ok).await;
    let start = || Process::mailing(&app, LEASE, sink.port());
    let all = (editions * people) as u64;
    let (began, mut issued) = (Instant::now(), 0);
    for kill in 0..kills {
        let process = start();
        // Editions come in while others are drawn and mailed, and kills are spread over all of it.
        while issued < editions && issued * kills <= kill * editions {
            trainings[issued].issue(&app, &world).await;
            issued += 1;
        }
        let share = (all * kill as u64 / (kills as u64 + 10)).min((issued * people) as u64);
        let until = Instant::now() + Duration::from_secs(60);
        while behind(&app).await < share || open(&app, HIT_OFTEN).await > 0 {
            assert!(Instant::now() < until, "a worker gets on");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let by_chance = u64::from(u16::from_le_bytes(app.state.chance.bytes())) % 150;
        tokio::time::sleep(Duration::from_millis(by_chance)).await;
        process.kill();
    }
    for training in &trainings[issued..] {
        training.issue(&app, &world).await;
    }
    let process = start();
    let until = Instant::now() + Duration::from_secs(120);
    while behind(&app).await < all || open(&app, 0).await > 0 {
        assert!(Instant::now() < until, "all is done");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }

    // One whose worker was killed while the message left may have arrived or not. Staff see which, and send those again that
    // nobody has.
    let (rows, before) = (letters(&app).await, arrived(&sink));
    let doubtful: Vec<_> = rows.iter().filter(|row| row.state == DeliveryState::InDoubt).collect();
    let lost = doubtful.iter().filter(|row| !before.contains_key(&row.message_id));
    for row in lost.clone() {
        let input = json!({ "deliveryId": world.id(row.id) });
        app.mutate(&world.coordinator.token, "resendDelivery", "delivery { id }", input).await;
    }
    while letters(&app).await.iter().any(|row| row.state == DeliveryState::Queued) || open(&app, 0).await > 0
    {
        assert!(Instant::now() < until, "what was asked for is sent");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    process.terminate();
    assert!(process.ended().await.success());
    println!(
        "{}: {kills} kills over {all} certificates in {:?}; {} letters in doubt, {} of them lost on the way and sent again",
        app.base.kind,
        began.elapsed(),
        doubtful.len(),
        lost.count()
    );
    once_each(&app, &sink, all).await;
}

/// Numbers without a gap, every file whole, every letter in its mailbox once.
async fn once_each(app: &TestApp, sink: &MailSink, all: u64) {
    let db = &app.state.db.reader;
    let rows = certificate::Entity::find().order_by_asc(certificate::Column::Ordinal).all(db).await.unwrap();
    let ordinals: Vec<i32> = rows.iter().map(|row| row.ordinal).collect();
    assert_eq!(ordinals, (1..=i32::try_from(all).unwrap()).collect::<Vec<_>>());
    let numbers: HashSet<&str> = rows.iter().map(|row| &*row.number).collect();
    assert_eq!(numbers.len() as u64, all);
    assert!(rows.iter().all(|row| row.state == CertificateState::Rendered), "drawn");
    let holders: HashSet<_> = rows.iter().map(|row| row.enrolment_id).collect();
    assert_eq!(holders.len() as u64, all);

    let documents = document::Entity::find().all(db).await.unwrap();
    assert_eq!(documents.len() as u64, all);
    let mut known = HashSet::new();
    for document in &documents {
        assert_eq!(document.state, DocumentState::Stored);
        let bytes = app.state.files.get(&document.path).await.unwrap();
        assert_eq!(document.sha256.as_deref(), Some(&*sha256(&bytes)));
        assert!(bytes.starts_with(b"%PDF-") && bytes.ends_with(b"%%EOF\n") || bytes.ends_with(b"%%EOF"));
        assert!(known.insert(document.path.clone()), "two rows of {}", document.path);
    }
    for path in app.state.files.root().map_or(vec![], files) {
        let finished = path.split('#').next().unwrap();
        assert!(known.contains(finished), "no row knows {path}");
    }

    let (rows, arrived) = (letters(app).await, arrived(sink));
    assert_eq!((rows.len() as u64, arrived.len() as u64), (all, all));
    assert!(arrived.values().all(|times| *times == 1), "nobody has a letter twice");
    assert!(rows.iter().all(|row| arrived.contains_key(&row.message_id)));
    let dead = job::Entity::find().filter(job::Column::State.eq(JobState::Dead)).count(db).await.unwrap();
    assert_eq!(dead, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_killed_while_certificates_are_issued_and_mailed_loses_and_doubles_nothing() {
    on_both_at_once(async |base| killed(base, 3, 12, 12).await).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes: run by name"]
async fn a_worker_killed_200_times_while_2000_certificates_are_issued_and_mailed_loses_and_doubles_nothing() {
    on_both_at_once(async |base| killed(base, 20, 100, 200).await).await;
}
