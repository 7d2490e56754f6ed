//! What jobs share that seal something anew after a rotation of keys.
//!
//! Each batch is a transaction of its own. A worker that is killed leaves whole batches behind, and the next try goes on
//! with what is left: there is nothing to undo.

use std::sync::Arc;

use chrono::{DateTime, DurationRound, Utc};
use entities::jobs::job::Model as Job;
use entities::jobs::queue::{Failure, Payload, enqueue};
use entities::jobs::store::is_open;
use entities::shared::error::Result;
use entities::shared::ids::JobId;
use entities::shared::operation::Operation;
use entities::shared::tx::{self, Tx};
use entities::shared::vault::Rekeyed;

use crate::context::Context;
use crate::handler::{Handled, OrFail, complete_with};

/// Rows of one transaction.
pub const BATCH: u64 = 200;

/// A job that seals something anew.
pub trait Rekeying: Payload + 'static {
    /// The job as a tick asks for it, to the minute.
    fn asked_at(now: DateTime<Utc>) -> Self;
    /// Whether anything lies under another key than the one in use.
    fn is_due(context: &Arc<Context>) -> impl Future<Output = Result<bool>> + Send;
    /// Seals the next rows anew.
    fn batch(tx: &Tx, batch: &Batch) -> impl Future<Output = Result<Rekeyed>> + Send;
    /// Notes how many there were.
    fn settle(tx: &Tx, op: &Operation, job: JobId, done: u64) -> impl Future<Output = Result<()>> + Send;
}

/// What a batch is given.
pub struct Batch {
    /// Keys.
    pub context: Arc<Context>,
    /// By the system, now.
    pub op: Operation,
    /// What the batch before did.
    pub before: Rekeyed,
}

/// Runs the job.
///
/// # Errors
/// Why it is not done.
pub async fn run<J: Rekeying>(context: &Arc<Context>, job: &Job) -> Handled {
    let mut batch = Batch { context: Arc::clone(context), op: context.op(job), before: Rekeyed::default() };
    let (mut done, mut unreadable) = (0, 0);
    loop {
        let rekeyed =
            tx::write(&context.db, &batch, |tx, batch| Box::pin(J::batch(tx, batch))).await.or_fail()?;
        done += rekeyed.done;
        unreadable += rekeyed.unreadable;
        if rekeyed.last.is_none() {
            break;
        }
        batch.before = rekeyed;
    }
    if unreadable > 0 {
        let why = format!("{unreadable} rows cannot be read: a key is missing or they were changed");
        return Err(Failure::Retry(why.into()));
    }
    let args = (&batch.op, job, done);
    tx::write(&context.db, &args, |tx, (op, job, done)| {
        Box::pin(async move {
            J::settle(tx, op, job.id, *done).await?;
            complete_with(tx, job, op.now).await
        })
    })
    .await
    .or_fail()
}

/// Asks for the job where it is due and nobody is at it.
///
/// # Errors
/// The database failed.
pub async fn tick<J: Rekeying>(context: &Arc<Context>, op: &Operation) -> Result<()> {
    if !J::is_due(context).await? || is_open::<J>(&context.db.reader).await? {
        return Ok(());
    }
    let asked_at = op.now.duration_trunc(chrono::Duration::minutes(1)).unwrap_or(op.now);
    let args = (op, J::asked_at(asked_at));
    tx::write(&context.db, &args, |tx, (op, job)| Box::pin(enqueue(tx, op, std::slice::from_ref(job)))).await
}
