//! The audit trail's seals, at every tick. No job: a job would leave a row for every tick.

use entities::audit::seal;
use entities::shared::error::Result;
use entities::shared::operation::Operation;
use entities::shared::tx;

use crate::context::Context;

/// Transactions of one tick at most, so that a long trail does not keep others from writing for long.
const TURNS: usize = 40;

/// Seals what waits.
///
/// # Errors
/// The database failed.
pub async fn tick(context: &Context, op: &Operation) -> Result<()> {
    for _ in 0..TURNS {
        // A look without the write lock comes first.
        if !seal::is_due(&context.db.reader).await? {
            break;
        }
        let sealed = tx::write(&context.db, &op.now, |tx, now| Box::pin(seal::seal(tx, *now))).await?;
        if sealed < seal::MOST {
            break;
        }
    }
    Ok(())
}
