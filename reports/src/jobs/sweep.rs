//! The nightly clean-up: every rule of retention in bounded batches, each a transaction of its own; then the list of who
//! was erased is made whole.

use std::sync::Arc;

use entities::jobs::job::Model as Job;
use entities::jobs::maintenance::Sweep;
use entities::register::retention_rules::{RULES, RetentionRule};
use entities::requests::retention::{apply, batch, due};
use entities::shared::operation::Operation;
use entities::shared::tx;
use entities::upkeep::drift;

use crate::context::Context;
use crate::handler::{AfterRestore, Handled, Handler, OrFail, complete};
use crate::requests::note_erasure;

/// After how long a file that is not whole will never be.
const UNFINISHED: chrono::Duration = chrono::Duration::days(1);
/// Batches of one rule in one night at most; the rest follows the night after.
const BATCHES: usize = 500;

impl Handler for Sweep {
    const AFTER_RESTORE: AfterRestore = AfterRestore::Harmless;

    async fn run(&self, context: &Arc<Context>, job: &Job) -> Handled {
        let op = context.op(job);
        let unfinished = context.files.remove_unfinished(op.now - UNFINISHED).await.or_fail()?;
        if unfinished > 0 {
            tracing::info!(unfinished, "files that killed workers left were removed");
        }
        for row in RULES {
            let touched = keep(context, &op, row.rule).await?;
            if touched > 0 {
                tracing::info!(rule = row.rule.code(), touched, "retention");
            }
        }
        note_erasure::catch_up(context).await?;
        drift::report(&context.db.reader).await.or_fail()?;
        complete(context, job).await
    }
}

/// Applies one rule until nothing is due, or nothing more can be done tonight.
async fn keep(
    context: &Context,
    op: &Operation,
    rule: RetentionRule,
) -> Result<u64, entities::jobs::queue::Failure> {
    let mut touched = 0;
    for _ in 0..BATCHES {
        let ids = due(&context.db.reader, rule, op.now, Some(batch(rule))).await.or_fail()?;
        if ids.is_empty() {
            break;
        }
        let args = (op, rule, ids);
        let done =
            tx::write(&context.db, &args, |tx, (op, rule, ids)| Box::pin(apply(tx, op, *rule, ids.clone())))
                .await
                .or_fail()?;
        touched += done;
        // Held since it was looked for; asking again would find the same.
        if done == 0 {
            break;
        }
    }
    Ok(touched)
}
