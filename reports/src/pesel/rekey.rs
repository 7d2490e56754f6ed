//! Seals and marks PESEL numbers anew after a rotation of keys.
//!
//! Each batch is a transaction of its own. A worker that is killed leaves whole batches behind, and the next try goes on
//! with what is left: there is nothing to undo.

use std::sync::Arc;

use chrono::DurationRound;
use entities::jobs::job::Model as Job;
use entities::jobs::queue::{Failure, enqueue};
use entities::jobs::store::is_open;
use entities::pesel::actions::{Rekeyed, rekey, settle_rekey};
use entities::pesel::jobs::Rekey;
use entities::pesel::store::any_stale;
use entities::shared::call::Call;
use entities::shared::error::Result;
use entities::shared::tx;

use crate::registry::{Context, Handled, OrFail};
use crate::worker::complete_with;

/// Numbers of one transaction.
const BATCH: u64 = 200;

/// Runs the job.
///
/// # Errors
/// Why it is not done.
pub async fn run(context: &Arc<Context>, job: &Job) -> Handled {
    let call = context.call(job);
    let (mut last, mut done, mut unreadable) = (None, 0, 0);
    loop {
        let args = (&call, &context.pesel_keys, last);
        let batch: Rekeyed = tx::write(&context.db, &args, |tx, (call, keys, last)| {
            Box::pin(rekey(tx, call, keys, *last, BATCH))
        })
        .await
        .or_fail()?;
        done += batch.done;
        unreadable += batch.unreadable;
        if batch.last.is_none() {
            break;
        }
        last = batch.last;
    }
    if unreadable > 0 {
        let why = format!("{unreadable} numbers cannot be read: a key is missing or they were changed");
        return Err(Failure::Retry(why.into()));
    }
    let args = (&call, job, done);
    tx::write(&context.db, &args, |tx, (call, job, done)| {
        Box::pin(async move {
            settle_rekey(tx, call, job.id, *done).await?;
            complete_with(tx, job, call.now).await
        })
    })
    .await
    .or_fail()
}

/// Asks for the job where numbers of older keys are kept and nobody is at it.
///
/// # Errors
/// The database failed.
pub async fn tick(context: &Context, call: &Call) -> Result<()> {
    let Some(present) = context.pesel_keys.present() else { return Ok(()) };
    let db = &context.db.reader;
    if !any_stale(db, present).await? || is_open::<Rekey>(db).await? {
        return Ok(());
    }
    let asked_at = call.now.duration_trunc(chrono::Duration::minutes(1)).unwrap_or(call.now);
    let args = (call, Rekey { asked_at });
    tx::write(&context.db, &args, |tx, (call, job)| Box::pin(enqueue(tx, call, std::slice::from_ref(job))))
        .await
}
