//! Reminds people whose certificates expire soon.

use std::sync::Arc;

use chrono::Timelike as _;
use entities::certificates::jobs::RemindOfExpiry;
use entities::certificates::told::{is_due, remind};
use entities::jobs::job::Model as Job;
use entities::jobs::queue::enqueue;
use entities::jobs::store::exists;
use entities::shared::error::Result;
use entities::shared::operation::Operation;
use entities::shared::{tx, warsaw};

use crate::context::Context;
use crate::handler::{AfterRestore, Handled, Handler, OrFail, complete_with};

/// The hour in Warsaw from which people are reminded.
const FROM_HOUR: u32 = 9;

impl Handler for RemindOfExpiry {
    // Reminders may have been sent after the backup was made.
    const AFTER_RESTORE: AfterRestore = AfterRestore::Held;

    async fn run(&self, context: &Arc<Context>, job: &Job) -> Handled {
        let op = context.op(job);
        tx::write(&context.db, &(&op, job), |tx, (op, job)| {
            Box::pin(async move {
                remind(tx, op).await?;
                complete_with(tx, job, op.now).await
            })
        })
        .await
        .or_fail()
    }
}

/// Asks for the job of a day once its hour has come and somebody is to be reminded.
///
/// # Errors
/// The database failed.
pub async fn tick(context: &Arc<Context>, op: &Operation) -> Result<()> {
    let local = warsaw::local(op.now);
    let job = RemindOfExpiry { day: local.date_naive() };
    let db = &context.db.reader;
    if local.hour() < FROM_HOUR || exists(db, &job).await? || !is_due(db, job.day).await? {
        return Ok(());
    }
    tx::write(&context.db, &(op, job), |tx, (op, job)| Box::pin(enqueue(tx, op, std::slice::from_ref(job))))
        .await
}
