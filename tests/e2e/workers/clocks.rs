//! Machines whose clocks are apart. On PostgreSQL alone: an embedded database lies on the machine itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Timelike, Utc};
use entities::certificates::jobs::RenderCertificate;
use entities::jobs::queue::Payload;
use entities::jobs::{JobState, job, worker};
use entities::mail::jobs::SendMail;
use entities::reporting::report_run;
use entities::shared::clock::{Clock, SystemClock};
use entities::shared::db::Db;
use entities::shared::db_clock::DbClock;
use entities::shared::ids::WorkerId;
use entities::shared::warsaw;
use reports::context::Context;
use reports::mail::{Mail, Way};
use reports::schedule::tick;
use reports::{Settings, Worker};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use tests::TestApp;
use tests::builders::World;
use tests::databases::TestDb;
use tests::mail_sink::{MailSink, Mode};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::lanes::wait;
use super::{Due, without_clean_up};
use crate::mail::{issued, person};

/// A machine's clock that is ahead of the true time by so many seconds.
#[derive(Clone)]
struct Wrong(Arc<AtomicI64>);

impl Wrong {
    fn by(seconds: i64) -> Self {
        Self(Arc::new(AtomicI64::new(seconds)))
    }

    fn set(&self, seconds: i64) {
        self.0.store(seconds, Ordering::SeqCst);
    }
}

impl Clock for Wrong {
    fn now(&self) -> DateTime<Utc> {
        SystemClock.now() + TimeDelta::seconds(self.0.load(Ordering::SeqCst))
    }
}

/// What a worker on a machine with this clock has.
async fn on_a_machine(app: &TestApp, clock: &Wrong) -> Context {
    let db = Db::connect(&app.base.url).await.unwrap();
    let clock = DbClock::of(&db, Arc::new(clock.clone())).await.unwrap();
    let (mail, chance) = (Mail::new(app.mail.clone()).unwrap(), app.state.chance.clone());
    Context::new(db, app.state.files.clone(), clock, chance, app.state.public_url.clone(), mail)
        .with_seals(app.state.seals.clone(), app.state.audit_head.clone())
}

fn start(context: Context, name: &str, lease: u64, stop: &CancellationToken) -> JoinHandle<()> {
    let (lease, poll) = (Duration::from_secs(lease), Duration::from_millis(10));
    let settings =
        Settings { name: name.into(), lease, poll, slots: 2, mail_slots: 4, ..Settings::default() };
    let worker = Worker::new(context, settings).run(stop.clone());
    tokio::spawn(async move { worker.await.unwrap() })
}

/// Waits for a sign of a worker after an instant; answers the worker.
async fn sign_of(app: &TestApp, name: &str, after: DateTime<Utc>) -> worker::Model {
    let until = Instant::now() + Duration::from_secs(30);
    loop {
        let signs = worker::Entity::find()
            .filter(worker::Column::Name.eq(name))
            .filter(worker::Column::SeenAt.gt(after));
        if let Some(worker) = signs.one(&app.state.db.reader).await.unwrap() {
            return worker;
        }
        assert!(Instant::now() < until, "{name} gives a sign after {after}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Who did the jobs of these kinds, each at the first try.
async fn done_by(app: &TestApp) -> Vec<WorkerId> {
    let kinds = [RenderCertificate::KIND, SendMail::KIND];
    let jobs =
        job::Entity::find().filter(job::Column::Kind.is_in(kinds)).all(&app.state.db.reader).await.unwrap();
    assert!(jobs.iter().all(|job| job.attempts == 1 && job.last_error.is_none()), "taken over: {jobs:#?}");
    let mut workers: Vec<WorkerId> = jobs.iter().filter_map(|job| job.worker_id).collect();
    workers.sort_unstable_by_key(|id| id.0);
    workers.dedup();
    workers
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_is_two_minutes_ahead_takes_nothing_over_and_nothing_up_until_its_clock_is_right() {
    let Some(base) = TestDb::postgres().await else { return };
    let mut app = TestApp::on(base);
    let sink = MailSink::new(Mode::Held).await;
    app.mail.way = Way::Smtp(sink.patient_server());
    let world = World::new(&app).await;
    without_clean_up(&app).await;
    let mut people = vec![];
    for n in 0..3 {
        people.push(person(&app, &world, ("Anna", "Łącka"), Some(&format!("anna{n}@example.pl"))).await);
    }
    issued(&app, &world, &people).await;
    let [first, second] = [CancellationToken::new(), CancellationToken::new()];
    let right = start(on_a_machine(&app, &Wrong::by(0)).await, "right", 60, &first);
    wait(&app, SendMail::KIND, JobState::Running, 3).await;

    // By its machine's clock the leases of these messages have ended; by the database's they have not.
    let wrong = Wrong::by(120);
    let ahead = start(on_a_machine(&app, &wrong).await, "ahead", 3, &second);
    let sign = sign_of(&app, "ahead", DateTime::UNIX_EPOCH).await;
    assert!((SystemClock.now() - sign.seen_at).abs() < TimeDelta::seconds(30), "{sign:?}");
    let sign = sign_of(&app, "ahead", sign.seen_at).await;
    let mine = sign_of(&app, "right", DateTime::UNIX_EPOCH).await.id;
    assert_eq!(done_by(&app).await, [mine]);
    sink.set(Mode::Ok);
    wait(&app, SendMail::KIND, JobState::Done, 3).await;
    first.cancel();
    right.await.unwrap();
    assert_eq!(sink.taken().len(), 3);

    // Nobody else is there, and yet it takes up nothing: signs of it come and go.
    issued(&app, &world, &people).await;
    let next = sign_of(&app, "ahead", sign.seen_at).await;
    sign_of(&app, "ahead", next.seen_at).await;
    wait(&app, RenderCertificate::KIND, JobState::Ready, 3).await;
    wrong.set(0);
    wait(&app, SendMail::KIND, JobState::Done, 6).await;
    second.cancel();
    ahead.await.unwrap();
    let mut both = vec![mine, sign.id];
    both.sort_unstable_by_key(|id| id.0);
    assert_eq!(done_by(&app).await, both);
    assert_eq!(sink.taken().len(), 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clockwork_that_is_ninety_seconds_ahead_runs_no_report_before_its_time_and_skips_none() {
    let Some(base) = TestDb::postgres().await else { return };
    let app = TestApp::on(base);
    let due = Due::new(&app, 1, 0).await;
    // Daily, and next in less than ninety seconds: by a clock that is ahead it is due.
    let next = warsaw::local(SystemClock.now() + TimeDelta::seconds(60));
    let cron = format!("{} {} * * *", next.minute(), next.hour());
    let input = json!({ "definitionId": due.definition, "cron": cron });
    app.mutate(due.token(), "createReportSchedule", "reportSchedule { id }", input).await;
    let (wrong, off) = (Wrong::by(90), Wrong::by(-90));
    let ahead = Arc::new(on_a_machine(&app, &wrong).await);
    let behind = Arc::new(on_a_machine(&app, &off).await);
    let right = Arc::new(on_a_machine(&app, &Wrong::by(0)).await);
    let runs = async || report_run::Entity::find().all(&app.state.db.reader).await.unwrap();
    tick(&ahead).await.unwrap();
    tick(&behind).await.unwrap();
    assert_eq!(runs().await, []);
    tick(&right).await.unwrap();
    let run = runs().await;
    assert_eq!(run.len(), 1);
    let now = SystemClock.now();
    assert!(run[0].due_at <= now && run[0].due_at > now - TimeDelta::hours(26), "{run:#?}");

    // Once their clocks agree, they find the same handled.
    wrong.set(2);
    off.set(-2);
    tick(&ahead).await.unwrap();
    tick(&behind).await.unwrap();
    let after = runs().await;
    assert!(after.iter().all(|run| run.due_at <= SystemClock.now()), "{after:#?}");
    assert!(after.len() == 1 || after.len() == 2 && after[0].due_at != after[1].due_at, "{after:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_installation_whose_machine_tells_another_time_says_so_in_its_readiness() {
    let Some(base) = TestDb::postgres().await else { return };
    let mut app = TestApp::on(base);
    let wrong = Wrong::by(0);
    let clock = DbClock::of(&app.state.db, Arc::new(wrong.clone())).await.unwrap();
    app.with_clock(Arc::clone(&clock));
    for (seconds, agrees) in [(0, true), (-4, true), (6, false), (-90, false), (3, true)] {
        wrong.set(seconds);
        let (status, _, body) = app.get("/health/ready", None).await;
        let answer: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(answer["checks"]["clock"], agrees, "{seconds} s");
        // No worker gives a sign here.
        assert_eq!(status, 503);
        assert!((clock.now() - SystemClock.now()).abs() < TimeDelta::seconds(2), "{seconds} s");
    }
}
