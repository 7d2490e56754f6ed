//! Removes the file of a scan that no page has any more. Again does no harm.

use std::sync::Arc;

use entities::jobs::job::Model as Job;
use entities::trainings::actions::path_of_removed;
use entities::trainings::jobs::RemoveScan;

use crate::context::Context;
use crate::handler::{AfterRestore, Handled, Handler, OrFail, complete};

impl Handler for RemoveScan {
    const AFTER_RESTORE: AfterRestore = AfterRestore::Harmless;
    const MAY_REPEAT: bool = true;

    async fn run(&self, context: &Arc<Context>, job: &Job) -> Handled {
        if let Some(path) = path_of_removed(&context.db.reader, self.document_id).await.or_fail()? {
            context.files.remove(&path).await.or_fail()?;
        }
        complete(context, job).await
    }
}
