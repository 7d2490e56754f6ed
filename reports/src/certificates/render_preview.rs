//! Draws a preview of a certificate: what would be issued now, marked as not valid.

use std::sync::Arc;

use entities::certificates::actions::preview;
use entities::certificates::jobs::RenderPreview;
use entities::jobs::job::Model as Job;

use crate::jobs::store_document;
use crate::registry::{Context, Handled, OrFail};

/// Runs the job.
///
/// # Errors
/// Why it is not done.
pub async fn run(context: &Arc<Context>, job: &Job, payload: &RenderPreview) -> Handled {
    let call = context.call(job);
    let snapshot = preview(&context.db.reader, &call, payload.enrolment_id).await.or_fail()?;
    let templates = Arc::clone(&context.templates);
    let drawn =
        tokio::task::spawn_blocking(move || templates.of(&snapshot.fixed)?.specimen(&snapshot.variable));
    let bytes = drawn.await.or_fail()?.or_fail()?;
    store_document(context, job, payload.document_id, bytes).await
}
