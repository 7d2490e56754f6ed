//! The audit trail's seals, at every tick. No job: a job would leave a row for every tick.

use entities::audit::seal;
use entities::shared::error::Result;
use entities::shared::operation::Operation;
use entities::shared::tx;

use crate::context::Context;

/// Seals what waits until nothing does, or the worker stops.
///
/// # Errors
/// The database failed.
pub async fn tick(context: &Context, op: &Operation) -> Result<()> {
    let mut after = None;
    // A look without the write lock comes first. Between small transactions others write.
    while !context.stopping.is_cancelled() && seal::is_due(&context.db.reader).await? {
        let args = (op.now, after);
        let sealed = tx::write(&context.db, &args, |tx, (now, after)| Box::pin(seal::seal(tx, *now, *after)));
        match sealed.await?.last {
            Some(last) => after = Some(last),
            None => break,
        }
    }
    Ok(())
}
