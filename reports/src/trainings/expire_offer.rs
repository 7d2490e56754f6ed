//! Takes back an offered seat that nobody answered in time.

use std::sync::Arc;

use entities::jobs::job::Model as Job;
use entities::shared::tx;
use entities::trainings::actions::expire_offer;
use entities::trainings::jobs::ExpireOffer;

use crate::context::Context;
use crate::handler::{AfterRestore, Handled, Handler, OrFail, complete_with};

impl Handler for ExpireOffer {
    const AFTER_RESTORE: AfterRestore = AfterRestore::Harmless;

    async fn run(&self, context: &Arc<Context>, job: &Job) -> Handled {
        let call = context.call(job);
        let args = (&call, job, self.enrolment_id);
        tx::write(&context.db, &args, |tx, (call, job, enrolment)| {
            Box::pin(async move {
                expire_offer(tx, call, *enrolment).await?;
                complete_with(tx, job, call.now).await
            })
        })
        .await
        .or_fail()
    }
}
