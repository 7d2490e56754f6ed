//! Due times become runs: each at most once, whatever the number of workers and however their clocks are set.
//!
//! The schedule's row is locked, `handled_until` only ever moves on here, and a unique index on schedule and due
//! time stands behind both. After a downtime the newest missed time becomes a run and the earlier ones are noted
//! in the audit trail as skipped: they would all show the past, and nobody wants two weeks of reports at once.
//! What was due while a schedule was paused is not caught up at all. A schedule of a closed pilot or project fires
//! nothing: it is paused, and says why.

use chrono::Duration;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::run::{Order, insert};
use crate::audit;
use crate::reporting::cron::Cron;
use crate::reporting::rights::RUN_REPORTS;
use crate::reporting::{PauseReason, deeds, report_definition, report_schedule, store};
use crate::shared::door::{self, Placed};
use crate::shared::error::{Error, Result};
use crate::shared::ids::{RunId, ScheduleId};
use crate::shared::operation::Operation;
use crate::shared::policy::{self};
use crate::shared::tx::Tx;

/// Skipped times are counted up to here.
const COUNTED: usize = 1_000;

/// Turns what is due of a schedule into a run. None where nothing is due, another worker was first, or what it
/// reports is closed, which pauses it.
///
/// # Errors
/// Refused: forbidden. The database failed.
pub async fn fire_due(tx: &Tx, op: &Operation, id: ScheduleId) -> Result<Option<RunId>> {
    let schedule = door::hold::<report_schedule::Entity>(tx, id).await?;
    match schedule {
        Some(schedule) => fire(tx, op, &schedule).await,
        None => Ok(None),
    }
}

/// The same for a schedule that this transaction has locked.
pub(super) async fn fire(
    tx: &Tx,
    op: &Operation,
    schedule: &report_schedule::Model,
) -> Result<Option<RunId>> {
    policy::require(&op.actor, RUN_REPORTS, &schedule.place())?;
    if schedule.paused {
        return Ok(None);
    }
    let definition = report_definition::Entity::find_by_id(schedule.definition_id).one(tx).await?;
    let definition = definition.ok_or_else(|| Error::Fault("a schedule without its report".into()))?;
    if let Some(reason) = store::over(tx, &definition).await? {
        pause(tx, op, schedule, reason).await?;
        return Ok(None);
    }
    let cron =
        Cron::parse(&schedule.cron).map_err(|error| Error::Fault(format!("a stored cron: {error}")))?;
    let from = schedule.handled_until;
    let Some(due_at) = cron.newest(from, op.now) else { return Ok(None) };
    report_schedule::Entity::update_many()
        .col_expr(report_schedule::Column::HandledUntil, Expr::value(due_at))
        .filter(report_schedule::Column::Id.eq(schedule.id))
        .filter(report_schedule::Column::HandledUntil.lt(due_at))
        .exec(tx)
        .await?;
    let skipped = cron.due_at_most(from, due_at - Duration::seconds(1), COUNTED);
    if let (Some(first), Some(last)) = (skipped.first(), skipped.last()) {
        let detail = serde_json::json!({ "skipped": skipped.len(), "first": first, "last": last });
        let line = audit::Line::new(deeds::SKIP_MISSED, schedule.id).project(schedule.project_id);
        line.detail(detail).write(tx, op).await?;
    }
    let id = op.id();
    let order = Order { id, schedule_id: Some(schedule.id), due_at, cut_off: due_at };
    Ok(insert(tx, op, &definition, order).await?.then_some(id))
}

/// Moves all schedules on to now without a run, each with a line in the audit trail; answers how many. After a restore:
/// what was due since the backup may have been run and sent.
///
/// # Errors
/// The database failed.
pub async fn pass_over(tx: &Tx, op: &Operation) -> Result<usize> {
    let passed = report_schedule::Entity::update_many()
        .col_expr(report_schedule::Column::HandledUntil, Expr::value(op.now))
        .filter(report_schedule::Column::HandledUntil.lt(op.now))
        .exec_with_returning(tx)
        .await?;
    let lines = passed
        .iter()
        .map(|schedule| audit::Line::new(deeds::PASS_OVER, schedule.id).project(schedule.project_id));
    audit::write_all(tx, op, lines.collect()).await?;
    Ok(passed.len())
}

async fn pause(
    tx: &Tx,
    op: &Operation,
    schedule: &report_schedule::Model,
    reason: PauseReason,
) -> Result<()> {
    report_schedule::Entity::update_many()
        .col_expr(report_schedule::Column::Paused, Expr::value(true))
        .col_expr(report_schedule::Column::PausedBecause, Expr::value(Some(reason)))
        .col_expr(report_schedule::Column::UpdatedAt, Expr::value(op.now))
        .col_expr(report_schedule::Column::UpdatedBy, Expr::value(op.actor.user_id()))
        .col_expr(report_schedule::Column::Version, Expr::col(report_schedule::Column::Version).add(1))
        .filter(report_schedule::Column::Id.eq(schedule.id))
        .exec(tx)
        .await?;
    let line = audit::Line::new(deeds::PAUSE_SCHEDULE, schedule.id).project(schedule.project_id);
    let detail = serde_json::json!({ "because": reason.code() });
    Ok(line.states("running", "paused").detail(detail).write(tx, op).await?)
}
