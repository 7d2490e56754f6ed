//! Packs all live certificates of an edition into one ZIP, in the order of their numbers, with a list of them.

use std::io::{Cursor, Write};
use std::sync::Arc;

use chrono::{DateTime, Datelike, Timelike, Utc};
use entities::certificates::jobs::PackCertificates;
use entities::certificates::packed::{LIST, Listed, Names, list};
use entities::certificates::store;
use entities::documents::store::by_id;
use entities::documents::{DocumentState, document};
use entities::jobs::job::Model as Job;
use entities::jobs::queue::Failure;
use entities::shared::enums::Choice as _;
use entities::shared::ids::DocumentId;
use entities::shared::language::Language;
use entities::shared::warsaw;
use zip::result::ZipError;
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
        let is_missing = |document: &document::Model| document.stored_at.is_none();
        if all.iter().any(|(_, one)| is_missing(one) && one.state != DocumentState::Failed) {
            return Err(Failure::Retry("certificates are still being drawn".into()));
        }
        let archive = by_id(&context.db.reader, self.document_id).await.or_fail()?;
        let Some(archive) = archive else { return Err(Failure::Fatal("no such document".into())) };
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let missing: Vec<&str> =
            all.iter().filter(|(_, one)| is_missing(one)).map(|(_, one)| one.title.as_str()).collect();
        if !missing.is_empty() {
            let text = format!("Tych zaświadczeń nie udało się przygotować:\r\n{}\r\n", missing.join("\r\n"));
            add(&mut zip, "BRAKUJE.txt", archive.created_at, text.as_bytes())?;
        }
        let (mut names, mut listed) = (Names::default(), Vec::with_capacity(all.len()));
        for (certificate, document) in all {
            let name = certificate.snapshot.pointer("/variable/name").and_then(|name| name.as_str());
            let name = name.unwrap_or_default().trim();
            let file = (!is_missing(&document)).then(|| names.give(&certificate.number, name));
            if let Some(file) = &file {
                let bytes = context.files.get(&document.path).await.or_fail()?;
                add(&mut zip, file, certificate.issued_at, &bytes)?;
            }
            listed.push(Listed {
                name: name.to_owned(),
                kind: certificate.kind.label(Language::Polish),
                state: certificate.state.label(Language::Polish),
                issued_on: certificate.issued_on,
                sha256: file.is_some().then_some(certificate.sha256).flatten(),
                number: certificate.number,
                file,
            });
        }
        add(&mut zip, LIST, archive.created_at, &list(&listed))?;
        let bytes = zip.finish().map_err(|error| Failure::Fatal(error.to_string().into()))?.into_inner();
        store_document(context, job, self.document_id, bytes).await
    }

    fn document(&self) -> Option<DocumentId> {
        Some(self.document_id)
    }
}

/// Adds a file with the time that its clock shows in Poland. PDFs are deflated inside: storing them is as small and much faster.
fn add(
    zip: &mut ZipWriter<Cursor<Vec<u8>>>,
    name: &str,
    at: DateTime<Utc>,
    bytes: &[u8],
) -> Result<(), Failure> {
    let broken = |error: ZipError| Failure::Fatal(error.to_string().into());
    let options = SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Stored)
        .last_modified_time(time(at).unwrap_or_default());
    zip.start_file(name, options).map_err(broken)?;
    zip.write_all(bytes).map_err(|error| broken(error.into()))
}

fn time(at: DateTime<Utc>) -> Option<zip::DateTime> {
    let at = warsaw::local(at);
    let small = |part: u32| u8::try_from(part).ok();
    zip::DateTime::from_date_and_time(
        u16::try_from(at.year()).ok()?,
        small(at.month())?,
        small(at.day())?,
        small(at.hour())?,
        small(at.minute())?,
        small(at.second())?,
    )
    .ok()
}
