//! The audit trail's seals, at every tick. No job: a job would leave a row for every tick.

use entities::audit::head::Kept;
use entities::audit::seal;
use entities::shared::error::Result;
use entities::shared::operation::Operation;
use entities::shared::tx;

use crate::context::Context;

/// Seals what waits until nothing does, or the worker stops, and writes the head outside the database each time.
///
/// # Errors
/// The database or the disk failed, or there is no key.
pub async fn tick(context: &Context, op: &Operation) -> Result<()> {
    let mut after = None;
    // What another worker has sealed, or this one before it was killed.
    let mut is_whole = keep_head(context).await?;
    // A look without the write lock comes first. Between small transactions others write.
    while !context.stopping.is_cancelled() && seal::is_due(&context.db.reader).await? {
        let args = (op.now, after, context.seals.clone());
        let sealed = tx::write(&context.db, &args, |tx, (now, after, keys)| {
            Box::pin(seal::seal(tx, keys, *now, *after))
        });
        let sealed = sealed.await?;
        if sealed.lines > 0 && is_whole {
            is_whole = keep_head(context).await?;
        }
        match sealed.last {
            Some(last) => after = Some(last),
            None => break,
        }
    }
    Ok(())
}

/// Moves the head on; false where the chain does not hold it, which is told at each tick until somebody has looked.
async fn keep_head(context: &Context) -> Result<bool> {
    let Some(head) = &context.head else { return Ok(true) };
    let kept = head.keep(&context.db.reader).await?;
    if kept == Kept::NotInTheChain {
        let path = head.path().display();
        tracing::error!(%path, "the end of the audit trail was cut off or changed; look with `zwornik audit verify`");
    }
    Ok(kept == Kept::AtTheEnd)
}
