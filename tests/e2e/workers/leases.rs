//! Leases: a job that takes longer than its lease, and clocks that jump while jobs run.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::Duration as Span;
use entities::documents::files::Files;
use entities::jobs::JobState;
use entities::shared::clock::{Clock, SetClock, SystemClock};
use entities::shared::db::Db;
use object_store::ObjectStore;
use object_store::memory::InMemory;
use object_store::throttle::{ThrottleConfig, ThrottledStore};
use reports::mail::Mail;
use reports::registry::Context;
use reports::{Settings, Worker};
use tests::databases::TestDb;
use tests::{TestApp, on_both_at_once};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::{Due, jobs};
use crate::resilience::jobs_in;

/// An installation whose documents are kept in memory: the slow store needs one that hands out bytes, not files.
fn in_memory(base: TestDb) -> (TestApp, Arc<dyn ObjectStore>) {
    let store: Arc<dyn ObjectStore> = Arc::new(InMemory::new());
    (TestApp::with_files(base, Files::of(Arc::clone(&store))), store)
}

/// Workers with connections of their own, as processes have them, and a store that takes `put` for a file.
struct Crew {
    workers: Vec<JoinHandle<()>>,
    stop: CancellationToken,
}

impl Crew {
    async fn start(
        app: &TestApp,
        store: &Arc<dyn ObjectStore>,
        workers: usize,
        settings: Settings,
        clock: Arc<dyn Clock>,
        put: Duration,
    ) -> Self {
        let mut crew = Self { workers: vec![], stop: CancellationToken::new() };
        for n in 0..workers {
            let slow = ThrottleConfig { wait_put_per_call: put, ..ThrottleConfig::default() };
            let files = Files::of(Arc::new(ThrottledStore::new(Arc::clone(store), slow)));
            let db = Db::connect(&app.base.url).await.unwrap();
            let url = app.state.public_url.clone();
            let (chance, mail) = (app.state.chance.clone(), Mail::new(app.mail.clone()).unwrap());
            let context = Context::new(db, files, Arc::clone(&clock), chance, url, mail);
            let settings = Settings { name: format!("worker {n}"), ..settings.clone() };
            let worker = Worker::new(context, settings).run(crew.stop.clone());
            crew.workers.push(tokio::spawn(async move { worker.await.unwrap() }));
        }
        crew
    }

    /// Stops them; answers how long that took.
    async fn stop(self) -> Duration {
        let start = Instant::now();
        self.stop.cancel();
        for worker in self.workers {
            worker.await.unwrap();
        }
        start.elapsed()
    }
}

fn settings(slots: usize, lease: Duration) -> Settings {
    Settings { slots, lease, poll: Duration::from_millis(20), ..Settings::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_takes_longer_than_its_lease_is_not_run_twice() {
    on_both_at_once(async |base| {
        let (app, store) = in_memory(base);
        let due = Due::new(&app, 2, 2).await;
        // A run stores two files, so it takes seven seconds under a lease of two, with six idle slots around.
        let settings = settings(3, Duration::from_secs(2));
        let crew =
            Crew::start(&app, &store, 3, settings, Arc::new(SystemClock), Duration::from_millis(3_500)).await;
        due.wait(&app, Duration::from_secs(40)).await;
        crew.stop().await;
        for job in jobs(&app).await {
            assert_eq!((job.attempts, &job.last_error), (1, &None), "{} was run again", job.kind);
        }
        due.had_their_effect_once(&app).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_stopped_but_still_writes_does_not_disturb_who_took_its_job() {
    on_both_at_once(async |base| {
        let (app, store) = in_memory(base);
        let due = Due::new(&app, 1, 1).await;
        let first = settings(2, Duration::from_secs(2));
        let slow = Duration::from_secs(6);
        let crew = Crew::start(&app, &store, 1, first, Arc::new(SystemClock), slow).await;
        let until = Instant::now() + Duration::from_secs(20);
        while jobs_in(&app, JobState::Running).await < 2 {
            assert!(Instant::now() < until, "both jobs run");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let took = crew.stop().await;
        assert!(took < Duration::from_secs(5), "{took:?}");
        for job in jobs(&app).await {
            assert_eq!((job.state, job.attempts, job.worker_id), (JobState::Ready, 0, None));
        }
        // The next one has the jobs while the first, which nothing has ended, stores its files and wants to complete.
        let second = settings(2, Duration::from_secs(2));
        let crew = Crew::start(&app, &store, 1, second, Arc::new(SystemClock), Duration::from_secs(4)).await;
        due.wait(&app, Duration::from_secs(40)).await;
        crew.stop().await;
        assert!(jobs(&app).await.iter().all(|job| job.last_error.is_none()));
        due.had_their_effect_once(&app).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_while_jobs_run_loses_none_and_doubles_none() {
    on_both_at_once(async |base| {
        let (app, store) = in_memory(base);
        let due = Due::new(&app, 16, 6).await;
        let clock = SetClock::at(app.now());
        let settings = settings(2, Duration::from_millis(300));
        let crew =
            Crew::start(&app, &store, 3, settings, Arc::new(clock.clone()), Duration::from_millis(150)).await;
        // Each jump forward ends the leases of whatever runs. There are fewer of them than tries of a job.
        for minutes in [60, -120, 61, -1, 1, -600, 2, -30, 31] {
            clock.advance(Span::minutes(minutes));
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
        let until = Instant::now() + Duration::from_secs(40);
        // What was set for later while the clock was ahead becomes due.
        clock.set(app.now() + Span::days(1));
        while jobs_in(&app, JobState::Done).await < due.jobs() {
            assert!(Instant::now() < until, "all is done in the end: {:#?}", jobs(&app).await);
            tokio::time::sleep(Duration::from_millis(50)).await;
            clock.advance(Span::milliseconds(50));
        }
        crew.stop().await;
        due.had_their_effect_once(&app).await;
    })
    .await;
}
