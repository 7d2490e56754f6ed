//! Reminds participants of a training that begins soon.

use std::sync::Arc;

use entities::jobs::job::Model as Job;
use entities::shared::tx;
use entities::trainings::jobs::RemindParticipants;
use entities::trainings::told::remind;

use crate::context::Context;
use crate::handler::{AfterRestore, Handled, Handler, OrFail, complete_with};

impl Handler for RemindParticipants {
    // Whom a reminder went to already is not reminded again.
    const AFTER_RESTORE: AfterRestore = AfterRestore::Harmless;

    async fn run(&self, context: &Arc<Context>, job: &Job) -> Handled {
        let op = context.op(job);
        let args = (&op, job, self.edition_id, self.starts_on);
        tx::write(&context.db, &args, |tx, (op, job, edition, starts_on)| {
            Box::pin(async move {
                remind(tx, op, *edition, *starts_on).await?;
                complete_with(tx, job, op.now).await
            })
        })
        .await
        .or_fail()
    }
}
