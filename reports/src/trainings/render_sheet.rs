//! Draws the attendance list of one day.

use std::sync::Arc;

use entities::jobs::job::Model as Job;
use entities::trainings::jobs::RenderSheet;
use entities::trainings::sheet::collect;

use super::sheet;
use crate::jobs::store_document;
use crate::registry::{Context, Handled, OrFail};

/// Runs the job.
///
/// # Errors
/// Why it is not done.
pub async fn run(context: &Arc<Context>, job: &Job, payload: &RenderSheet) -> Handled {
    let now = context.clock.now();
    let list = collect(&context.db.reader, payload.edition_id, payload.day, now).await.or_fail()?;
    let bytes = tokio::task::spawn_blocking(move || sheet::render(&list)).await.or_fail()?.or_fail()?;
    store_document(context, job, payload.document_id, bytes).await
}
