//! Draws the attendance list of one day, and notes what stands on which of its pages.
//!
//! Pages are noted before the file is stored, and what was noted first stands: whoever draws again puts the same people on the
//! same pages, or nothing. So a page is read back as it was printed, whichever try has printed it.

use std::sync::Arc;

use entities::jobs::job::Model as Job;
use entities::jobs::queue::Failure;
use entities::shared::ids::DocumentId;
use entities::shared::tx;
use entities::trainings::actions::note_pages;
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
        let of = (self.edition_id, self.day);
        let list = collect(&context.db.reader, self.document_id, of, now).await.or_fail()?;
        let drawn = tokio::task::spawn_blocking(move || sheet_layout::render(&list));
        let (bytes, parts) = drawn.await.or_fail()?.or_fail()?;
        let op = context.op(job);
        let args = (&op, self.document_id, &parts);
        let noted = tx::write(&context.db, &args, |tx, (op, id, parts)| {
            Box::pin(note_pages(tx, op, *id, parts.as_slice()))
        });
        if !noted.await.or_fail()? {
            return Err(Failure::Fatal("what was to be printed has changed: ask for the list anew".into()));
        }
        store_document(context, job, self.document_id, bytes).await
    }

    fn document(&self) -> Option<DocumentId> {
        Some(self.document_id)
    }
}
