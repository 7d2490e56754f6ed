//! Removes the files of erased documents, and messages in the folder for mail. Again does no harm.

use std::sync::Arc;

use entities::jobs::job::Model as Job;
use entities::requests::actions::paths_to_remove;
use entities::requests::jobs::RemoveFiles;

use crate::context::Context;
use crate::handler::{AfterRestore, Handled, Handler, OrFail, complete};

impl Handler for RemoveFiles {
    const AFTER_RESTORE: AfterRestore = AfterRestore::Harmless;

    async fn run(&self, context: &Arc<Context>, job: &Job) -> Handled {
        for path in paths_to_remove(&context.db.reader, &self.documents).await.or_fail()? {
            context.files.remove(&path).await.or_fail()?;
        }
        for id in &self.deliveries {
            context.mail.forget(*id).await?;
        }
        complete(context, job).await
    }
}
