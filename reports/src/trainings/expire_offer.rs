//! Takes back an offered seat that nobody answered in time.

use std::sync::Arc;

use entities::jobs::job::Model as Job;
use entities::shared::tx;
use entities::trainings::actions::expire_offer;
use entities::trainings::jobs::ExpireOffer;

use crate::registry::{Context, Handled, OrFail};
use crate::worker::complete_with;

/// Runs the job.
///
/// # Errors
/// Why it is not done.
pub async fn run(context: &Arc<Context>, job: &Job, payload: &ExpireOffer) -> Handled {
    let call = context.call(job);
    let args = (&call, job, payload.enrolment_id);
    tx::write(&context.db, &args, |tx, (call, job, enrolment)| {
        Box::pin(async move {
            expire_offer(tx, call, *enrolment).await?;
            complete_with(tx, job, call.now).await
        })
    })
    .await
    .or_fail()
}
