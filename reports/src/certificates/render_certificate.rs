//! Draws a certificate from its snapshot and stores it, once.

use std::sync::Arc;

use entities::certificates::actions::{note_given_up, note_rendered};
use entities::certificates::jobs::RenderCertificate;
use entities::certificates::snapshot::Snapshot;
use entities::certificates::store;
use entities::documents::DocumentState;
use entities::documents::files::{FilesError, sha256};
use entities::jobs::job::Model as Job;
use entities::jobs::queue::Failure;
use entities::shared::error::Result;
use entities::shared::operation::Operation;
use entities::shared::problem::Problem;
use entities::shared::tx::{self, Tx};

use crate::context::Context;
use crate::document::RenderError;
use crate::handler::{Handled, Handler, OrFail, complete, complete_with};

impl Handler for RenderCertificate {
    // Those of an edition follow one another and are drawn from one master.
    const BATCH: usize = 4;
    const MAY_REPEAT: bool = true;

    async fn run(&self, context: &Arc<Context>, job: &Job) -> Handled {
        let found = store::with_document(&context.db.reader, self.certificate_id).await.or_fail()?;
        let Some((certificate, document)) = found else {
            return Err(Failure::Fatal("no such certificate".into()));
        };
        if document.state == DocumentState::Erased {
            return complete(context, job).await;
        }
        let snapshot: Snapshot = serde_json::from_value(certificate.snapshot.clone())
            .map_err(|error| Failure::Fatal(format!("broken snapshot: {error}").into()))?;
        let templates = Arc::clone(&context.templates);
        let drawn = tokio::task::spawn_blocking(move || {
            let template = templates.of(&snapshot.fixed)?;
            let bytes = template.fill(&snapshot.variable)?;
            Ok::<_, RenderError>((template, snapshot.variable, bytes))
        });
        let (template, person, mut bytes) = drawn.await.or_fail()?.or_fail()?;
        // The same bytes again after a crash are harmless; other bytes never take their place. What an earlier version
        // of this program drew of the same snapshot, and could not note any more, is the certificate.
        if let Err(error) = context.files.put(&document.path, bytes.clone()).await {
            let first = match &error {
                FilesError::Taken => context.files.get(&document.path).await.or_fail()?,
                _ => Vec::new(),
            };
            if !template.is_of(&person, &first).or_fail()? {
                return Err(error).or_fail();
            }
            bytes = first;
        }
        let (hash, size) = (sha256(&bytes), i64::try_from(bytes.len()).unwrap_or(i64::MAX));
        let op = context.op(job);
        let args = (&op, job, &certificate, &hash, size);
        tx::write(&context.db, &args, |tx, (op, job, certificate, hash, size)| {
            Box::pin(async move {
                note_rendered(tx, op, certificate, (*size, hash)).await?;
                complete_with(tx, job, op.now).await
            })
        })
        .await
        .or_fail()
    }

    async fn given_up(&self, tx: &Tx, _call: &Operation, why: Problem) -> Result<()> {
        note_given_up(tx, self.certificate_id, why).await
    }
}
