//! Draws a preview of a certificate: what would be issued now, marked as not valid.

use std::sync::Arc;

use entities::certificates::actions::{Wanted, preview};
use entities::certificates::jobs::RenderPreview;
use entities::jobs::job::Model as Job;
use entities::shared::ids::DocumentId;

use crate::context::Context;
use crate::handler::{AfterRestore, Handled, Handler, OrFail};
use crate::jobs::store_document;

impl Handler for RenderPreview {
    const AFTER_RESTORE: AfterRestore = AfterRestore::Harmless;
    const MAY_REPEAT: bool = true;

    async fn run(&self, context: &Arc<Context>, job: &Job) -> Handled {
        let op = context.op(job);
        let wanted = Wanted { kind: self.kind, language: self.language };
        let snapshot = preview(&context.db.reader, &op, self.enrolment_id, wanted).await.or_fail()?;
        let templates = Arc::clone(&context.templates);
        let drawn =
            tokio::task::spawn_blocking(move || templates.of(&snapshot.fixed)?.specimen(&snapshot.variable));
        let bytes = drawn.await.or_fail()?.or_fail()?;
        store_document(context, job, self.document_id, bytes).await
    }

    fn document(&self) -> Option<DocumentId> {
        Some(self.document_id)
    }
}
