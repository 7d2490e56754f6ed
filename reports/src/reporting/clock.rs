//! What a tick does for reports: schedules of what is closed are paused, due ones become runs.

use entities::reporting::actions::fire_due;
use entities::reporting::store::{schedules_due, schedules_over};
use entities::shared::error::Result;
use entities::shared::ids::{RunId, ScheduleId};
use entities::shared::operation::Operation;
use entities::shared::tx;

use crate::context::Context;

/// Fires what is due, each schedule in a transaction of its own: one that fails is logged and blocks no other.
///
/// # Errors
/// The database failed.
pub async fn tick(context: &Context, op: &Operation) -> Result<()> {
    for id in schedules_over(&context.db.reader).await? {
        match fire(context, op, id).await {
            Ok(_) => tracing::info!(schedule = %id, "a schedule is paused: what it reports is closed"),
            Err(error) => tracing::error!(schedule = %id, %error, "a schedule could not be paused"),
        }
    }
    for id in schedules_due(&context.db.reader, op.now).await? {
        match fire(context, op, id).await {
            Ok(Some(run)) => tracing::info!(schedule = %id, run = %run, "a scheduled report is due"),
            Ok(None) => {}
            Err(error) => tracing::error!(schedule = %id, %error, "a schedule could not be fired"),
        }
    }
    Ok(())
}

async fn fire(context: &Context, op: &Operation, id: ScheduleId) -> Result<Option<RunId>> {
    let args = (op, id);
    tx::write(&context.db, &args, |tx, (op, id)| Box::pin(fire_due(tx, op, *id))).await
}
