//! THE table of times. The cron library only ticks: it forgets missed times, fires in every process and freezes
//! the zone's offset, so each tick asks the database what is due by Warsaw's calendar, and a unique key lets any
//! number of workers enqueue it once.

use std::sync::Arc;

use entities::accounts::jobs::RekeySecondFactors;
use entities::advisory::jobs::RekeyNotes;
use entities::jobs::maintenance::Sweep;
use entities::jobs::queue::enqueue;
use entities::pesel::jobs::Rekey;
use entities::shared::actor::Actor;
use entities::shared::error::Result;
use entities::shared::operation::Operation;
use entities::shared::vault::Vault;
use entities::shared::{tx, warsaw};
use tokio_cron_scheduler::{Job, JobScheduler, JobSchedulerError};

use crate::certificates::remind_of_expiry;
use crate::context::Context;
use crate::{jobs, reporting};

/// How often the clockwork ticks.
const TICK: &str = "*/30 * * * * *";
/// The hour in Warsaw from which the nightly clean-up is due.
const SWEEP_FROM_HOUR: u32 = 3;

/// The clockwork could not start.
#[derive(Debug, thiserror::Error)]
#[error("the clockwork could not start: {0}")]
pub struct ClockworkError(#[from] JobSchedulerError);

/// The ticking clockwork.
pub struct Clockwork(JobScheduler);

/// Starts the clockwork, with the nightly clean-up or without.
///
/// # Errors
/// It could not start.
pub async fn start(context: Arc<Context>, retention: bool) -> std::result::Result<Clockwork, ClockworkError> {
    let scheduler = JobScheduler::new().await?;
    let tick = Job::new_async(TICK, move |_, _| {
        let context = Arc::clone(&context);
        Box::pin(async move {
            let ticked = if retention { tick(&context).await } else { tick_by_day(&context).await };
            if let Err(error) = ticked {
                tracing::warn!(%error, "a tick failed; the next one catches up");
            }
        })
    })?;
    scheduler.add(tick).await?;
    scheduler.start().await?;
    Ok(Clockwork(scheduler))
}

impl Clockwork {
    /// Stops ticking.
    pub async fn stop(mut self) {
        if let Err(error) = self.0.shutdown().await {
            tracing::debug!(%error, "the clockwork did not stop cleanly");
        }
    }
}

/// Enqueues what is due: reports by their schedules, what is to be sealed anew, words of rows that have none, reminders of
/// certificates that expire, the nightly clean-up. Seals the audit
/// trail. Nothing where the machine tells another time than the database: what is due is for others to say.
///
/// # Errors
/// The database failed.
pub async fn tick(context: &Arc<Context>) -> Result<()> {
    // Neither waits for the other to go well.
    let by_day = tick_by_day(context).await;
    sweep(context, &op(context)).await.and(by_day)
}

/// The same but for the nightly clean-up.
///
/// # Errors
/// The database failed.
async fn tick_by_day(context: &Arc<Context>) -> Result<()> {
    if !context.clock.agrees() {
        return Ok(());
    }
    let op = op(context);
    let reports = reporting::clock::tick(context, &op).await;
    let sealed = jobs::seal::tick(context, &op).await;
    let numbers = jobs::rekey::tick::<Rekey>(context, &op).await;
    let secrets = jobs::rekey::tick::<RekeySecondFactors>(context, &op).await;
    let notes = jobs::rekey::tick::<RekeyNotes>(context, &op).await;
    let words = jobs::words::tick(context, &op).await;
    let expiring = remind_of_expiry::tick(context, &op).await;
    reports.and(sealed).and(numbers).and(secrets).and(notes).and(words).and(expiring)
}

fn op(context: &Context) -> Operation {
    Operation {
        actor: Actor::System,
        now: context.clock.now(),
        chance: Arc::clone(&context.chance),
        request: "tick".into(),
        public_url: context.public_url.clone(),
        signing: Vault::default(),
    }
}

async fn sweep(context: &Context, op: &Operation) -> Result<()> {
    use chrono::Timelike;
    if !context.clock.agrees() {
        return Ok(());
    }
    let local = warsaw::local(op.now);
    let day = if local.hour() >= SWEEP_FROM_HOUR {
        local.date_naive()
    } else {
        local.date_naive() - chrono::Days::new(1)
    };
    let sweep = Sweep { day };
    if entities::jobs::store::exists(&context.db.reader, &sweep).await? {
        return Ok(());
    }
    let args = (op, sweep);
    tx::write(&context.db, &args, |tx, (op, sweep)| Box::pin(enqueue(tx, op, std::slice::from_ref(sweep))))
        .await
}
