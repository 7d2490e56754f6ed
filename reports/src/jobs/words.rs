//! Makes the words of rows that wait for them.
//!
//! Each batch is a transaction of its own: a worker that is killed leaves whole batches behind, and the next try goes on with
//! what is left.

use std::sync::Arc;

use chrono::{Duration, DurationRound};
use entities::jobs::job::Model as Job;
use entities::jobs::queue::enqueue;
use entities::jobs::store::is_open;
use entities::shared::error::Result;
use entities::shared::operation::Operation;
use entities::shared::search::keep::{catch_up, is_due};
use entities::shared::tx;
use entities::upkeep::jobs::MakeWords;

use crate::context::Context;
use crate::handler::{AfterRestore, Handled, Handler, OrFail, complete};

/// Rows of one transaction.
const BATCH: u64 = 1_000;

impl Handler for MakeWords {
    const AFTER_RESTORE: AfterRestore = AfterRestore::Harmless;
    const MAY_REPEAT: bool = true;

    async fn run(&self, context: &Arc<Context>, job: &Job) -> Handled {
        while tx::write(&context.db, &BATCH, |tx, most| Box::pin(catch_up(tx, *most))).await.or_fail()? > 0 {}
        complete(context, job).await
    }
}

/// Asks for the job where rows wait and nobody is at it.
///
/// # Errors
/// The database failed.
pub async fn tick(context: &Arc<Context>, op: &Operation) -> Result<()> {
    let db = &context.db.reader;
    if !is_due(db).await? || is_open::<MakeWords>(db).await? {
        return Ok(());
    }
    let asked_at = op.now.duration_trunc(Duration::minutes(1)).unwrap_or(op.now);
    let args = (op, MakeWords { asked_at });
    tx::write(&context.db, &args, |tx, (op, job)| Box::pin(enqueue(tx, op, std::slice::from_ref(job)))).await
}
