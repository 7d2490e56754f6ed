//! Draws the attendance list of one day.

use std::sync::Arc;

use entities::jobs::job::Model as Job;
use entities::shared::ids::DocumentId;
use entities::trainings::attendance_sheet::collect;
use entities::trainings::jobs::RenderSheet;

use super::sheet_layout;
use crate::context::Context;
use crate::handler::{AfterRestore, Handled, Handler, OrFail};
use crate::jobs::store_document;

impl Handler for RenderSheet {
    const AFTER_RESTORE: AfterRestore = AfterRestore::Harmless;
    const MAY_REPEAT: bool = true;

    async fn run(&self, context: &Arc<Context>, job: &Job) -> Handled {
        let now = context.clock.now();
        let list = collect(&context.db.reader, self.edition_id, self.day, now).await.or_fail()?;
        let bytes =
            tokio::task::spawn_blocking(move || sheet_layout::render(&list)).await.or_fail()?.or_fail()?;
        store_document(context, job, self.document_id, bytes).await
    }

    fn document(&self) -> Option<DocumentId> {
        Some(self.document_id)
    }
}
