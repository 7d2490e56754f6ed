//! What handlers share.

pub mod rekey;
pub mod seal;
pub mod sweep;
pub mod words;

use std::sync::Arc;

use entities::documents::actions::stored;
use entities::documents::files::sha256;
use entities::jobs::job::Model as Job;
use entities::jobs::queue::Failure;
use entities::shared::ids::DocumentId;
use entities::shared::tx;

use crate::context::Context;
use crate::handler::{Handled, OrFail, complete_with};

/// Stores the bytes of a due document and completes the job. A document that was stored before (the worker died
/// between storing and completing, or drew later facts this time) keeps its first bytes.
///
/// # Errors
/// Why it is not done.
pub async fn store_document(context: &Arc<Context>, job: &Job, id: DocumentId, bytes: Vec<u8>) -> Handled {
    let document = entities::documents::store::by_id(&context.db.reader, id).await.or_fail()?;
    let Some(document) = document else { return Err(Failure::Fatal("no such document".into())) };
    let bytes = match context.files.get(&document.path).await {
        Ok(first) => first,
        Err(_) => {
            context.files.put(&document.path, bytes.clone()).await.or_fail()?;
            bytes
        }
    };
    let (hash, size) = (sha256(&bytes), i64::try_from(bytes.len()).unwrap_or(i64::MAX));
    let op = context.op(job);
    let args = (&op, job, id, size, &hash);
    tx::write(&context.db, &args, |tx, (op, job, id, size, hash)| {
        Box::pin(async move {
            stored(tx, op, *id, *size, hash).await?;
            complete_with(tx, job, op.now).await
        })
    })
    .await
    .or_fail()
}
