//! The nightly clean-up.

use std::sync::Arc;

use entities::jobs::job::Model as Job;
use entities::jobs::maintenance::sweep;
use entities::shared::tx;

use crate::registry::{Context, Handled, OrFail};
use crate::worker::complete_with;

/// Runs the job.
///
/// # Errors
/// Why it is not done.
pub async fn run(context: &Arc<Context>, job: &Job) -> Handled {
    let call = context.call(job);
    let args = (&call, job);
    tx::write(&context.db, &args, |tx, (call, job)| {
        Box::pin(async move {
            sweep(tx, call).await?;
            complete_with(tx, job, call.now).await
        })
    })
    .await
    .or_fail()
}
