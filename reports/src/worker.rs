//! The loop: claim → run → finish, with renewed leases, a heartbeat, and a graceful stop.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use entities::jobs::job::Model as Job;
use entities::jobs::queue::{self, Failure, Why};
use entities::jobs::{JobState, store};
use entities::shared::error::{Error, Result};
use entities::shared::ids::{JobId, WorkerId};
use entities::shared::problem::Problem;
use entities::shared::tx;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::context::Context;
use crate::handler::Lane;
use crate::{registry, schedule};

/// How a worker runs.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Shown beside its jobs.
    pub name: String,
    /// Jobs at once that compute.
    pub slots: usize,
    /// Messages at once.
    pub mail_slots: usize,
    /// How long a claimed job is held before another worker may take it.
    pub lease: Duration,
    /// How often it looks for jobs where there were none.
    pub poll: Duration,
    /// How long running jobs may take after a stop; then they are given back.
    pub grace: Duration,
    /// Whether the nightly rules of retention run.
    pub retention: bool,
}

impl Default for Settings {
    fn default() -> Self {
        let slots = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            name: format!("pid {}", std::process::id()),
            slots,
            mail_slots: 4,
            lease: Duration::from_secs(60),
            poll: Duration::from_millis(400),
            grace: Duration::from_secs(3),
            retention: true,
        }
    }
}

/// A worker process, or the worker part of one. Any number may share a database.
pub struct Worker {
    context: Arc<Context>,
    settings: Settings,
    id: WorkerId,
    running: Arc<Mutex<HashMap<JobId, Job>>>,
    claiming: tokio::sync::Mutex<()>,
}

impl Worker {
    /// A worker; it does nothing until it runs.
    pub fn new(context: Context, settings: Settings) -> Self {
        let id = context.chance.id(context.clock.now());
        Self {
            context: Arc::new(context),
            settings,
            id,
            running: Arc::default(),
            claiming: tokio::sync::Mutex::default(),
        }
    }

    /// Runs until `stop` is cancelled, then finishes what runs or gives it back.
    ///
    /// # Errors
    /// The clockwork could not start. A failing database is waited for instead.
    pub async fn run(self, stop: CancellationToken) -> std::result::Result<(), schedule::ClockworkError> {
        let clockwork = schedule::start(Arc::clone(&self.context), self.settings.retention).await?;
        let [computing, mailing] = [TaskTracker::new(), TaskTracker::new()];
        let [compute, mail] =
            [Lane::Compute, Lane::Mail].map(|lane| registry::kinds(|entry| entry.lane == lane));
        let ended = CancellationToken::new();
        let work = async {
            tokio::join!(
                self.claim(&stop, &computing, &compute, self.settings.slots),
                self.claim(&stop, &mailing, &mail, self.settings.mail_slots),
            );
            clockwork.stop().await;
            computing.close();
            mailing.close();
            let both = async { tokio::join!(computing.wait(), mailing.wait()) };
            if tokio::time::timeout(self.settings.grace, both).await.is_err() {
                self.give_back().await;
            }
            ended.cancel();
        };
        // Leases are renewed until the last job has ended or was given back.
        tokio::join!(self.beat(&ended), work);
        self.sign_off().await;
        Ok(())
    }

    async fn claim(
        &self,
        stop: &CancellationToken,
        tracker: &TaskTracker,
        kinds: &[&'static str],
        slots: usize,
    ) {
        while !stop.is_cancelled() {
            // One lane at a time looks for jobs, so that each knows what the other runs.
            let claiming = self.claiming.lock().await;
            // Nothing runs beside a suspect.
            let alone = lock(&self.running).values().any(queue::is_suspect);
            let free = if alone { 0 } else { slots.saturating_sub(tracker.len()) };
            let jobs = if free > 0 { self.due(free, kinds).await } else { vec![] };
            lock(&self.running).extend(jobs.iter().map(|job| (job.id, job.clone())));
            drop(claiming);
            if jobs.is_empty() {
                // A slot that becomes free, a new job, or the stop: looked for in short steps.
                let pause = if free > 0 { self.settings.poll } else { Duration::from_millis(5) };
                tokio::select! { () = stop.cancelled() => break, () = tokio::time::sleep(pause) => {} }
            }
            for job in jobs {
                let (context, running) = (Arc::clone(&self.context), Arc::clone(&self.running));
                tracker.spawn(async move {
                    let id = job.id;
                    run_one(&context, job).await;
                    lock(&running).remove(&id);
                });
            }
        }
    }

    /// Due jobs, claimed. A look without the write lock comes first: an idle worker must not disturb.
    async fn due(&self, free: usize, kinds: &[&'static str]) -> Vec<Job> {
        let now = self.context.clock.now();
        let claimed = async {
            if !store::any_due(&self.context.db.reader, now, kinds).await? {
                return Ok(vec![]);
            }
            let lease =
                chrono::Duration::from_std(self.settings.lease).unwrap_or(chrono::Duration::minutes(1));
            let idle = lock(&self.running).is_empty();
            let claim =
                queue::Claim { worker: self.id, now, most: free as u64, lease, kinds: kinds.to_vec(), idle };
            let args = (&*self.context, claim);
            tx::write(&self.context.db, &args, |tx, (context, claim)| {
                Box::pin(async move {
                    for job in queue::bury_lost(tx, claim.now).await? {
                        let failure = Failure::Fatal(Why::of(Problem::Interrupted, queue::DIED_EACH_TIME));
                        registry::given_up(tx, &context.op(&job), &job, &failure).await?;
                    }
                    queue::claim(tx, claim).await
                })
            })
            .await
        };
        claimed.await.unwrap_or_else(|error: Error| {
            tracing::warn!(%error, "jobs cannot be claimed");
            vec![]
        })
    }

    /// Heartbeat and leases, every third of a lease.
    async fn beat(&self, ended: &CancellationToken) {
        let every = (self.settings.lease / 3).min(Duration::from_secs(20));
        loop {
            let now = self.context.clock.now();
            let held: Vec<Job> = lock(&self.running).values().cloned().collect();
            let until =
                now + chrono::Duration::from_std(self.settings.lease).unwrap_or(chrono::Duration::minutes(1));
            let args = (self.id, self.settings.name.clone(), now, held, until);
            let beaten = tx::write(&self.context.db, &args, |tx, (id, name, now, held, until)| {
                Box::pin(async move {
                    queue::heartbeat(tx, *id, name, *now).await?;
                    queue::renew(tx, held, *until).await
                })
            });
            if let Err(error) = beaten.await {
                tracing::warn!(%error, "no heartbeat");
            }
            tokio::select! { () = ended.cancelled() => break, () = tokio::time::sleep(every) => {} }
        }
    }

    async fn give_back(&self) {
        let jobs: Vec<Job> = lock(&self.running).values().cloned().collect();
        let args = (jobs, self.context.clock.now());
        let given =
            tx::write(&self.context.db, &args, |tx, (jobs, now)| Box::pin(queue::give_back(tx, jobs, *now)));
        if let Err(error) = given.await {
            tracing::warn!(%error, "jobs could not be given back; their leases will end");
        }
    }

    async fn sign_off(&self) {
        let args = self.id;
        let done = tx::write(&self.context.db, &args, |tx, id| {
            Box::pin(async move { queue::sign_off(tx, *id).await.map_err(Error::from) })
        });
        if let Err(error) = done.await {
            tracing::debug!(%error, "the worker could not sign off");
        }
    }
}

/// Runs one job to its end, whatever that is; a panic of a handler is a failure like others.
async fn run_one(context: &Arc<Context>, job: Job) {
    let handled = {
        let (context, job) = (Arc::clone(context), job.clone());
        tokio::spawn(async move { registry::handle(&context, &job).await })
    };
    let failure = match handled.await {
        Ok(Ok(())) => return,
        Ok(Err(failure)) => failure,
        Err(_) => Failure::Retry("the handler panicked".into()),
    };
    let why = failure.why().text.as_str();
    match note_failure(context, &job, &failure).await {
        Ok(state) => {
            tracing::warn!(job = %job.id, kind = %job.kind, attempt = job.attempts, ?state, why, "job failed")
        }
        Err(error) => {
            tracing::error!(job = %job.id, %error, "a failed job could not be noted; its lease will end")
        }
    }
}

/// Notes that a job failed, with what follows for whatever waits for it. Answers the state the job is in now; none
/// if the lease was lost.
///
/// # Errors
/// The database failed.
pub async fn note_failure(context: &Context, job: &Job, failure: &Failure) -> Result<Option<JobState>> {
    let op = context.op(job);
    let args = (&op, job, failure);
    tx::write(&context.db, &args, |tx, (op, job, failure)| {
        Box::pin(async move {
            let state = queue::fail(tx, job, failure, op.now, &*op.chance).await?;
            match state {
                Some(JobState::Dead) => registry::given_up(tx, op, job, failure).await?,
                Some(_) => registry::set_back(tx, op, job, failure).await?,
                None => {}
            }
            Ok(state)
        })
    })
    .await
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
