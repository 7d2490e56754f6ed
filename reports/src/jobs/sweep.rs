//! The nightly clean-up.

use std::sync::Arc;

use entities::jobs::job::Model as Job;
use entities::jobs::maintenance::sweep;
use entities::shared::tx;

use crate::registry::{Context, Handled, OrFail};
use crate::worker::complete_with;

/// After how long a file that is not whole will never be.
const UNFINISHED: chrono::Duration = chrono::Duration::days(1);

/// Runs the job.
///
/// # Errors
/// Why it is not done.
pub async fn run(context: &Arc<Context>, job: &Job) -> Handled {
    let call = context.call(job);
    let unfinished = context.files.remove_unfinished(call.now - UNFINISHED).await.or_fail()?;
    if unfinished > 0 {
        tracing::info!(unfinished, "files that killed workers left were removed");
    }
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
