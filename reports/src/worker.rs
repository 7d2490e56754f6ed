//! The loop: claim → run → finish, with renewed leases, a heartbeat, and a graceful stop.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use entities::jobs::JobState;
use entities::jobs::claim::{self, Claim};
use entities::jobs::job::Model as Job;
use entities::jobs::queue::{self, Failure, Why};
use entities::shared::error::{Error, Result};
use entities::shared::ids::{JobId, WorkerId};
use entities::shared::problem::Problem;
use entities::shared::tx;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::context::Context;
use crate::handler::Lane;
use crate::{registry, schedule};

/// How often is looked for what ends within moments.
const STEP: Duration = Duration::from_millis(5);

/// How long a message may take: a server has ten minutes to answer, and more until then.
const MESSAGE: Duration = Duration::from_secs(15 * 60);

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
    /// How long nothing begins beside a job whose workers died.
    pub alone: Duration,
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
            alone: Duration::from_secs(10),
            retention: true,
        }
    }
}

/// A worker process, or the worker part of one. Any number may share a database.
pub struct Worker {
    context: Arc<Context>,
    settings: Settings,
    id: WorkerId,
    running: Running,
    compute: Slots,
    mail: Slots,
}

/// Jobs that this worker holds.
type Running = Arc<Mutex<HashMap<JobId, Job>>>;

/// The slots of a lane. Lanes know nothing of each other: none waits for what another claims or does.
struct Slots {
    kinds: Vec<&'static str>,
    count: usize,
    tasks: TaskTracker,
    /// Held while the lane claims, and by a suspect, beside which nothing may begin.
    gate: tokio::sync::Mutex<()>,
}

impl Slots {
    fn of(lane: Lane, count: usize) -> Self {
        let kinds = registry::kinds(|entry| entry.lane == lane);
        Self { kinds, count, tasks: TaskTracker::new(), gate: tokio::sync::Mutex::default() }
    }
}

impl Worker {
    /// A worker; it does nothing until it runs.
    pub fn new(context: Context, settings: Settings) -> Self {
        let id = context.chance.id(context.clock.now());
        let compute = Slots::of(Lane::Compute, settings.slots);
        let mail = Slots::of(Lane::Mail, settings.mail_slots);
        Self { context: Arc::new(context), settings, id, running: Arc::default(), compute, mail }
    }

    /// Runs until `stop` is cancelled, then finishes what runs or gives it back.
    ///
    /// # Errors
    /// The clockwork could not start. A failing database is waited for instead.
    pub async fn run(self, stop: CancellationToken) -> std::result::Result<(), schedule::ClockworkError> {
        let clockwork = schedule::start(Arc::clone(&self.context), self.settings.retention).await?;
        let suspects = TaskTracker::new();
        let ended = CancellationToken::new();
        let work = async {
            tokio::join!(
                self.claim(&stop, &self.compute),
                self.claim(&stop, &self.mail),
                self.suspects(&stop, &suspects),
            );
            self.context.stopping.cancel();
            clockwork.stop().await;
            let all = [&self.compute.tasks, &self.mail.tasks, &suspects];
            let ends = async {
                for tasks in all {
                    tasks.close();
                    tasks.wait().await;
                }
            };
            if tokio::time::timeout(self.settings.grace, ends).await.is_err() {
                self.give_back().await;
            }
            ended.cancel();
        };
        // Leases are renewed until the last job has ended or was given back.
        tokio::join!(self.beat(&ended), work);
        self.sign_off().await;
        Ok(())
    }

    /// Claims jobs for the free slots of a lane until the stop.
    async fn claim(&self, stop: &CancellationToken, lane: &Slots) {
        while !stop.is_cancelled() {
            let gate = tokio::select! { () = stop.cancelled() => break, gate = lane.gate.lock() => gate };
            // A worker whose machine tells another time leaves jobs to the others.
            let agrees = self.context.clock.agrees();
            let free = if agrees { lane.count.saturating_sub(lane.tasks.len()) } else { 0 };
            let batches = if free > 0 { self.due(lane, free).await } else { vec![] };
            let found = !batches.is_empty();
            for batch in batches {
                self.start(&lane.tasks, stop, batch);
            }
            drop(gate);
            if !found {
                // A slot that becomes free, a new job, or the stop: looked for in short steps.
                let pause = if free > 0 || !agrees { self.settings.poll } else { STEP };
                tokio::select! { () = stop.cancelled() => break, () = tokio::time::sleep(pause) => {} }
            }
        }
    }

    /// Runs a batch in one slot, one job after another. What a stop finds not begun is given back with the rest.
    fn start(&self, tasks: &TaskTracker, stop: &CancellationToken, batch: Vec<Job>) {
        lock(&self.running).extend(batch.iter().map(|job| (job.id, job.clone())));
        let (context, running, stop) = (Arc::clone(&self.context), Arc::clone(&self.running), stop.clone());
        tasks.spawn(async move {
            let mut left = batch.into_iter();
            for job in left.by_ref() {
                let id = job.id;
                run_one(&context, job).await;
                lock(&running).remove(&id);
                if stop.is_cancelled() {
                    break;
                }
            }
            let left: Vec<Job> = left.collect();
            if !left.is_empty() {
                give_back(&context, left.clone()).await;
                left.iter().for_each(|job| drop(lock(&running).remove(&job.id)));
            }
        });
    }

    /// Jobs that killed their workers run one at a time, and for a while nothing begins beside one. Renders go on until the
    /// last message has left: a message that is cut off may have arrived or not, a render is done again.
    ///
    /// Others are held up for half of the time at most: as long as they had to wait, the next suspect waits for them.
    async fn suspects(&self, stop: &CancellationToken, tasks: &TaskTracker) {
        let mut patience = self.settings.alone;
        while !stop.is_cancelled() {
            let mut pause = self.settings.poll;
            // One at a time: nothing is quiet while one still runs.
            if tasks.is_empty() && self.context.clock.agrees() && self.is_suspect_due().await {
                let began = tokio::time::Instant::now();
                tokio::select! {
                    () = stop.cancelled() => break,
                    gates = self.quiet(patience) => match gates {
                        Some(gates) => {
                            self.run_suspect(stop, tasks).await;
                            drop(gates);
                            patience = self.settings.alone;
                        }
                        // The next time messages are waited for longer.
                        None => patience = (patience * 2).min(MESSAGE),
                    }
                }
                pause = pause.max(began.elapsed());
            }
            tokio::select! { () = stop.cancelled() => break, () = tokio::time::sleep(pause) => {} }
        }
    }

    /// Waits until nothing runs, and lets nothing begin. Messages take longest, so renders go on until there is none, and
    /// wait no longer than for a suspect. None where it does not become quiet.
    async fn quiet(&self, patience: Duration) -> Option<[tokio::sync::MutexGuard<'_, ()>; 2]> {
        let mail = self.mail.gate.lock().await;
        tokio::time::timeout(patience, until(|| self.mail.tasks.is_empty())).await.ok()?;
        let compute = self.compute.gate.lock().await;
        tokio::time::timeout(self.settings.alone, until(|| lock(&self.running).is_empty())).await.ok()?;
        Some([mail, compute])
    }

    /// Runs a suspect until it ends, or has not killed this worker for so long that others need not wait.
    async fn run_suspect(&self, stop: &CancellationToken, tasks: &TaskTracker) {
        let Some(job) = self.suspect().await else { return };
        self.start(tasks, stop, vec![job]);
        let ends = tokio::time::timeout(self.settings.alone, until(|| tasks.is_empty()));
        tokio::select! { () = stop.cancelled() => {}, _ = ends => {} }
    }

    /// Due jobs for free slots, claimed, a batch for each slot. A look without the write lock comes first: an idle worker
    /// must not disturb.
    async fn due(&self, lane: &Slots, free: usize) -> Vec<Vec<Job>> {
        let claim = self.a_claim();
        let claimed = async {
            let due = claim::look(&self.context.db.reader, claim.now, &lane.kinds).await?;
            if due.lost {
                free_lost(&self.context, claim.now).await?;
            }
            if due.kinds.is_empty() {
                return Ok(vec![]);
            }
            tx::write(&self.context.db, &(claim, due.kinds, free), |tx, (claim, kinds, free)| {
                Box::pin(async move {
                    let mut batches: Vec<Vec<Job>> = vec![];
                    for kind in kinds {
                        let slots = free - batches.len();
                        if slots == 0 {
                            break;
                        }
                        let most = slots * registry::batch(kind);
                        let jobs = match registry::batch(kind) {
                            1 => claim::claim(tx, claim, kind, most as u64).await?,
                            _ => claim::claim_together(tx, claim, kind, most as u64).await?,
                        };
                        batches.extend(share(jobs, slots));
                    }
                    Ok(batches)
                })
            })
            .await
        };
        claimed.await.unwrap_or_else(|error: Error| {
            tracing::warn!(%error, "jobs cannot be claimed");
            vec![]
        })
    }

    async fn is_suspect_due(&self) -> bool {
        let kinds = registry::kinds(|_| true);
        let due = claim::is_suspect_due(&self.context.db.reader, self.context.clock.now(), &kinds);
        // Lanes say what a failing database means.
        due.await.unwrap_or(false)
    }

    async fn suspect(&self) -> Option<Job> {
        let args = (self.a_claim(), registry::kinds(|_| true));
        let claimed = tx::write(&self.context.db, &args, |tx, (claim, kinds)| {
            Box::pin(claim::claim_suspect(tx, claim, kinds))
        });
        claimed.await.unwrap_or_else(|error| {
            tracing::warn!(%error, "a suspect cannot be claimed");
            None
        })
    }

    fn a_claim(&self) -> Claim {
        Claim { worker: self.id, now: self.context.clock.now(), lease: self.lease() }
    }

    fn lease(&self) -> chrono::Duration {
        chrono::Duration::from_std(self.settings.lease).unwrap_or(chrono::Duration::minutes(1))
    }

    /// Heartbeat and leases, every third of a lease.
    async fn beat(&self, ended: &CancellationToken) {
        let every = (self.settings.lease / 3).min(Duration::from_secs(20));
        loop {
            let now = self.context.clock.now();
            let held: Vec<Job> = lock(&self.running).values().cloned().collect();
            let until = now + self.lease();
            let args = (self.id, self.settings.name.clone(), now, held, until);
            let beaten = tx::write(&self.context.db, &args, |tx, (id, name, now, held, until)| {
                Box::pin(async move {
                    queue::heartbeat(tx, *id, name, *now).await?;
                    claim::renew(tx, held, *until).await
                })
            });
            if let Err(error) = beaten.await {
                tracing::warn!(%error, "no heartbeat");
            }
            tokio::select! { () = ended.cancelled() => break, () = tokio::time::sleep(every) => {} }
        }
    }

    async fn give_back(&self) {
        let jobs = lock(&self.running).values().cloned().collect();
        give_back(&self.context, jobs).await;
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

/// Jobs go back untried.
async fn give_back(context: &Context, jobs: Vec<Job>) {
    let args = (jobs, context.clock.now());
    let given = tx::write(&context.db, &args, |tx, (jobs, now)| Box::pin(claim::give_back(tx, jobs, *now)));
    if let Err(error) = given.await {
        tracing::warn!(%error, "jobs could not be given back; their leases will end");
    }
}

/// Shares jobs among slots, evenly and without a change of order inside a slot.
fn share(jobs: Vec<Job>, slots: usize) -> Vec<Vec<Job>> {
    let each = jobs.len().div_ceil(slots.max(1)).max(1);
    jobs.chunks(each).map(<[Job]>::to_vec).collect()
}

/// Waits in short steps.
async fn until(is_so: impl Fn() -> bool) {
    while !is_so() {
        tokio::time::sleep(STEP).await;
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
    if matches!(failure, Failure::Stopped(_)) {
        return give_back(context, vec![job]).await;
    }
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

/// Frees what workers that died have held, and gives up what killed each of them.
///
/// # Errors
/// The database failed.
pub async fn free_lost(context: &Context, now: DateTime<Utc>) -> Result<()> {
    tx::write(&context.db, &(context, now), |tx, (context, now)| {
        Box::pin(async move {
            for job in claim::free_lost(tx, *now).await? {
                let failure = Failure::Fatal(Why::of(Problem::Interrupted, claim::DIED_EACH_TIME));
                registry::given_up(tx, &context.op(&job), &job, &failure).await?;
            }
            Ok(())
        })
    })
    .await
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
