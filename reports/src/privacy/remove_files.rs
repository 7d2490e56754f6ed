//! Removes the files of erased documents, and messages in the folder for mail. Again does no harm.

use std::sync::Arc;

use entities::jobs::job::Model as Job;
use entities::privacy::request_jobs::RemoveFiles;
use entities::privacy::requests::paths_to_remove;
use entities::shared::tx;

use crate::registry::{Context, Handled, OrFail};
use crate::worker::complete_with;

/// Runs the job.
///
/// # Errors
/// Why it is not done.
pub async fn run(context: &Arc<Context>, job: &Job, payload: &RemoveFiles) -> Handled {
    for path in paths_to_remove(&context.db.reader, &payload.documents).await.or_fail()? {
        context.files.remove(&path).await.or_fail()?;
    }
    for id in &payload.deliveries {
        context.mail.forget(*id).await?;
    }
    let call = context.call(job);
    tx::write(&context.db, &(&call, job), |tx, (call, job)| Box::pin(complete_with(tx, job, call.now)))
        .await
        .or_fail()
}
