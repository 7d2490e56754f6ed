//! The nightly clean-up: every rule of retention until nothing is due, in small batches, each a transaction of its own; then
//! the list of who was erased is made whole. A row that cannot be touched, or a rule that fails, stops no other.

use std::sync::Arc;

use entities::jobs::job::Model as Job;
use entities::jobs::maintenance::Sweep;
use entities::jobs::queue::Failure;
use entities::register::retention_rules::{RULES, RetentionRule};
use entities::requests::retention::{Batch, apply, batch, due};
use entities::shared::error::Result;
use entities::shared::operation::Operation;
use entities::shared::tx;
use entities::upkeep::drift;
use uuid::Uuid;

use crate::context::Context;
use crate::handler::{AfterRestore, Handled, Handler, OrFail, complete};
use crate::requests::note_erasure;

/// After how long a file that is not whole will never be.
const UNFINISHED: chrono::Duration = chrono::Duration::days(1);

impl Handler for Sweep {
    const AFTER_RESTORE: AfterRestore = AfterRestore::Harmless;

    async fn run(&self, context: &Arc<Context>, job: &Job) -> Handled {
        let op = context.op(job);
        let unfinished = context.files.remove_unfinished(op.now - UNFINISHED).await.or_fail()?;
        if unfinished > 0 {
            tracing::info!(unfinished, "files that killed workers left were removed");
        }
        for row in RULES {
            match keep(context, &op, row.rule).await {
                Ok(touched) if touched > 0 => tracing::info!(rule = row.rule.code(), touched, "retention"),
                Ok(_) => {}
                // The other rules go on; this one has another try in the night after.
                Err(error) => tracing::error!(rule = row.rule.code(), %error, "a rule of retention failed"),
            }
            if context.stopping.is_cancelled() {
                return Err(Failure::Stopped("the worker stops".into()));
            }
        }
        note_erasure::catch_up(context).await?;
        drift::report(&context.db.reader).await.or_fail()?;
        complete(context, job).await
    }
}

/// Applies one rule until nothing is due, or the worker stops. Answers how many rows it has touched.
async fn keep(context: &Context, op: &Operation, rule: RetentionRule) -> Result<u64> {
    let (mut touched, mut after) = (0, None);
    while !context.stopping.is_cancelled() {
        let ids = due(&context.db.reader, rule, op.now, Some(Batch { after, most: batch(rule) })).await?;
        let Some(last) = ids.last().copied() else { break };
        // What could not be touched is left behind: asking again would find the same.
        after = Some(last);
        touched += match touch(context, op, rule, ids.clone()).await {
            Ok(done) => done,
            Err(_) => one_by_one(context, op, rule, ids).await,
        };
    }
    Ok(touched)
}

/// Rows among which one cannot be touched, each by itself.
async fn one_by_one(context: &Context, op: &Operation, rule: RetentionRule, ids: Vec<Uuid>) -> u64 {
    let mut touched = 0;
    for id in ids {
        match touch(context, op, rule, vec![id]).await {
            Ok(done) => touched += done,
            Err(error) => {
                tracing::error!(rule = rule.code(), row = %id, %error, "retention passed a row over")
            }
        }
    }
    touched
}

async fn touch(context: &Context, op: &Operation, rule: RetentionRule, ids: Vec<Uuid>) -> Result<u64> {
    tx::write(&context.db, &(op, rule, ids), |tx, (op, rule, ids)| {
        Box::pin(apply(tx, op, *rule, ids.clone()))
    })
    .await
}
