//! Makes the copy of everything about a person: facts once, then the same facts as JSON and as PDF.
//!
//! The JSON is stored first, and the PDF is drawn from what was stored: a worker that dies between the two leaves no
//! copy whose halves tell different things.

use std::sync::Arc;

use entities::documents::actions::stored;
use entities::documents::files::sha256;
use entities::documents::store;
use entities::jobs::job::Model as Job;
use entities::jobs::queue::Failure;
use entities::requests::RequestState;
use entities::requests::actions::{note_export_failed, note_export_ready};
use entities::requests::copy::{Export, collect};
use entities::requests::jobs::RenderExport;
use entities::requests::request::Model as Request;
use entities::requests::store::by_id;
use entities::shared::error::Result;
use entities::shared::ids::DocumentId;
use entities::shared::operation::Operation;
use entities::shared::problem::Problem;
use entities::shared::tx::{self, Tx};

use super::copy;
use crate::context::Context;
use crate::handler::{Handled, Handler, OrFail, complete, complete_with};

impl Handler for RenderExport {
    async fn run(&self, context: &Arc<Context>, job: &Job) -> Handled {
        let found = by_id(&context.db.reader, self.request_id).await.or_fail()?;
        let Some(request) = found else { return Err(Failure::Fatal("no such request".into())) };
        // Erased meanwhile, or made before.
        if request.state == RequestState::Preparing {
            let json = put(context, request.json_document_id, async || {
                let export =
                    collect(&context.db.reader, request.person_id, context.clock.now()).await.or_fail()?;
                serde_json::to_vec_pretty(&export).map_err(|error| Failure::Fatal(error.to_string().into()))
            })
            .await?;
            let export: Export = serde_json::from_slice(&json.bytes)
                .map_err(|error| Failure::Fatal(format!("a broken copy: {error}").into()))?;
            let pdf = put(context, request.pdf_document_id, async || {
                let drawn = tokio::task::spawn_blocking(move || copy::render(&export));
                drawn.await.or_fail()?.or_fail()
            })
            .await?;
            return ready(context, job, &request, [json, pdf]).await;
        }
        complete(context, job).await
    }

    async fn given_up(&self, tx: &Tx, op: &Operation, why: Problem) -> Result<()> {
        note_export_failed(tx, op, self.request_id, why).await
    }
}

/// A file that lies in the store.
struct Put {
    id: DocumentId,
    bytes: Vec<u8>,
}

/// The bytes that lie there from an earlier try; made and stored now where there are none.
async fn put(
    context: &Arc<Context>,
    id: Option<DocumentId>,
    make: impl AsyncFnOnce() -> std::result::Result<Vec<u8>, Failure>,
) -> std::result::Result<Put, Failure> {
    let document = match id {
        Some(id) => store::by_id(&context.db.reader, id).await.or_fail()?,
        None => None,
    };
    let Some(document) = document else { return Err(Failure::Fatal("a copy without a document".into())) };
    let bytes = match context.files.get(&document.path).await {
        Ok(first) => first,
        Err(_) => {
            let bytes = make().await?;
            context.files.put(&document.path, bytes.clone()).await.or_fail()?;
            bytes
        }
    };
    Ok(Put { id: document.id, bytes })
}

async fn ready(context: &Arc<Context>, job: &Job, request: &Request, files: [Put; 2]) -> Handled {
    let op = context.op(job);
    let files = files.map(|file| {
        let size = i64::try_from(file.bytes.len()).unwrap_or(i64::MAX);
        (file.id, size, sha256(&file.bytes))
    });
    let args = (&op, job, request.id, files);
    tx::write(&context.db, &args, |tx, (op, job, id, files)| {
        Box::pin(async move {
            note_export_ready(tx, op, *id).await?;
            for (document, size, hash) in files {
                stored(tx, op, *document, *size, hash).await?;
            }
            complete_with(tx, job, op.now).await
        })
    })
    .await
    .or_fail()
}
