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
        let op = context.op(job);
        let args = (&op, job, self.enrolment_id);
        tx::write(&context.db, &args, |tx, (op, job, enrolment)| {
            Box::pin(async move {
                expire_offer(tx, op, *enrolment).await?;
                complete_with(tx, job, op.now).await
            })
        })
        .await
        .or_fail()
    }
}
