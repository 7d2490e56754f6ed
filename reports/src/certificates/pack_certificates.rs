//! Packs all live certificates of an edition into one ZIP, in the order of their numbers.

use std::io::{Cursor, Write};
use std::sync::Arc;

use entities::certificates::jobs::PackCertificates;
use entities::certificates::store;
use entities::documents::DocumentState;
use entities::jobs::job::Model as Job;
use entities::jobs::queue::Failure;
use entities::shared::ids::DocumentId;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::context::Context;
use crate::handler::{AfterRestore, Handled, Handler, OrFail};
use crate::jobs::store_document;

impl Handler for PackCertificates {
    const AFTER_RESTORE: AfterRestore = AfterRestore::Harmless;
    const MAY_REPEAT: bool = true;

    // While certificates of the edition are still being drawn it waits for them; one that cannot be drawn
    // does not keep the others back, and is told by a list of what is missing.
    async fn run(&self, context: &Arc<Context>, job: &Job) -> Handled {
        let all = store::live_documents(&context.db.reader, self.edition_id).await.or_fail()?;
        if all.is_empty() {
            return Err(Failure::Fatal("the edition has no certificates".into()));
        }
        let (drawn, missing): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.stored_at.is_some());
        if missing.iter().any(|document| document.state != DocumentState::Failed) {
            return Err(Failure::Retry("certificates are still being drawn".into()));
        }
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        // PDFs are deflated inside: storing them is as small and much faster. Without times the bytes are repeatable.
        let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        if !missing.is_empty() {
            let titles: Vec<&str> = missing.iter().map(|document| document.title.as_str()).collect();
            let list = format!("Tych zaświadczeń nie udało się przygotować:\r\n{}\r\n", titles.join("\r\n"));
            zip.start_file("BRAKUJE.txt", options)
                .and_then(|()| zip.write_all(list.as_bytes()).map_err(Into::into))
                .map_err(|error| Failure::Fatal(error.to_string().into()))?;
        }
        for document in drawn {
            let bytes = context.files.get(&document.path).await.or_fail()?;
            zip.start_file(document.file_name.as_str(), options)
                .and_then(|()| zip.write_all(&bytes).map_err(Into::into))
                .map_err(|error| Failure::Fatal(error.to_string().into()))?;
        }
        let bytes = zip.finish().map_err(|error| Failure::Fatal(error.to_string().into()))?.into_inner();
        store_document(context, job, self.document_id, bytes).await
    }

    fn document(&self) -> Option<DocumentId> {
        Some(self.document_id)
    }
}
