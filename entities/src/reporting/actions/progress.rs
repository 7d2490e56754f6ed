//! What the worker notes of a run, in short writes. Each is conditional on the state, so that a worker that lost
//! its lease changes nothing that is over, and the first figures kept are the run's figures for ever.

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::deliver::post_to_recipients;
use crate::audit;
use crate::documents::actions::failed;
use crate::reporting::figures::Figures;
use crate::reporting::{RunState, deeds, report_artefact, report_run};
use crate::shared::door;
use crate::shared::error::{Error, Result};
use crate::shared::ids::RunId;
use crate::shared::live::{self, Event};
use crate::shared::operation::Operation;
use crate::shared::problem::Problem;
use crate::shared::tx::Tx;

/// Takes a run up, for the first time or again. False where it is over.
///
/// # Errors
/// The database failed.
pub async fn start(tx: &Tx, op: &Operation, id: RunId) -> Result<bool> {
    let Some(from) = go(tx, op, id, RunState::Collecting, None).await? else { return Ok(false) };
    if from != RunState::Collecting {
        let started = report_run::Entity::update_many()
            .col_expr(report_run::Column::StartedAt, Expr::value(Some(op.now)))
            .filter(report_run::Column::Id.eq(id));
        started.exec(tx).await?;
    }
    Ok(true)
}

/// Keeps the figures of a run, unless it has some; answers those it has.
///
/// # Errors
/// The database failed, or the stored figures are broken.
pub async fn keep_figures(tx: &Tx, op: &Operation, id: RunId, figures: &Figures) -> Result<Figures> {
    report_run::Entity::update_many()
        .col_expr(report_run::Column::Figures, Expr::value(Some(serde_json::to_value(figures)?)))
        .col_expr(report_run::Column::UpdatedAt, Expr::value(op.now))
        .filter(report_run::Column::Id.eq(id))
        .filter(report_run::Column::Figures.is_null())
        .exec(tx)
        .await?;
    let run = report_run::Entity::find_by_id(id).one(tx).await?;
    let kept =
        run.and_then(|run| run.figures).ok_or_else(|| Error::Fault("a run lost its figures".into()))?;
    Ok(serde_json::from_value(kept)?)
}

/// Notes how far a run is, in per cent; never less than before.
///
/// # Errors
/// The database failed.
pub async fn note_progress(tx: &Tx, op: &Operation, id: RunId, progress_pct: i32) -> Result<()> {
    let done = report_run::Entity::update_many()
        .col_expr(report_run::Column::ProgressPct, Expr::value(progress_pct))
        .col_expr(report_run::Column::UpdatedAt, Expr::value(op.now))
        .filter(report_run::Column::Id.eq(id))
        .filter(report_run::Column::State.eq(RunState::Collecting))
        .filter(report_run::Column::ProgressPct.lt(progress_pct))
        .exec(tx)
        .await?;
    if done.rows_affected > 0 {
        live::tell(tx, Event::Run(id));
    }
    Ok(())
}

/// Every artefact is stored; recipients of a scheduled run are written to.
///
/// # Errors
/// The database failed.
pub async fn note_rendered(tx: &Tx, op: &Operation, id: RunId) -> Result<()> {
    note_progress(tx, op, id, 100).await?;
    if go(tx, op, id, RunState::Rendered, None).await?.is_some() {
        finish(tx, op, id).await?;
        post_to_recipients(tx, op, id).await?;
    }
    Ok(())
}

/// A try failed; another follows.
///
/// # Errors
/// The database failed.
pub async fn note_failed(tx: &Tx, op: &Operation, id: RunId, why: Problem) -> Result<()> {
    go(tx, op, id, RunState::Failed, Some(why)).await.map(drop)
}

/// The run is given up, and so are its documents that are not stored.
///
/// # Errors
/// The database failed.
pub async fn note_dead(tx: &Tx, op: &Operation, id: RunId, why: Problem) -> Result<()> {
    if go(tx, op, id, RunState::Dead, Some(why)).await?.is_none() {
        return Ok(());
    }
    finish(tx, op, id).await?;
    let of_run = report_artefact::Column::RunId.eq(id);
    for artefact in report_artefact::Entity::find().filter(of_run).all(tx).await? {
        failed(tx, artefact.document_id, why).await?;
    }
    Ok(())
}

/// Moves a run on, if its state allows; answers the state it comes from.
pub(super) async fn go(
    tx: &Tx,
    op: &Operation,
    id: RunId,
    to: RunState,
    problem: Option<Problem>,
) -> Result<Option<RunState>> {
    let run = door::hold::<report_run::Entity>(tx, id).await?;
    let Some(run) = run.filter(|run| run.state.may_go(to)) else { return Ok(None) };
    report_run::Entity::update_many()
        .col_expr(report_run::Column::State, Expr::value(to))
        .col_expr(report_run::Column::Problem, Expr::value(problem))
        .col_expr(report_run::Column::UpdatedAt, Expr::value(op.now))
        .col_expr(report_run::Column::UpdatedBy, Expr::value(op.actor.user_id()))
        .col_expr(report_run::Column::Version, Expr::col(report_run::Column::Version).add(1))
        .filter(report_run::Column::Id.eq(id))
        .filter(report_run::Column::State.is_in(RunState::before(to)))
        .exec(tx)
        .await?;
    if run.state != to {
        let line = audit::Line::new(deeds::RUN_STATE, id).project(run.project_id);
        line.states(run.state.code(), to.code()).write(tx, op).await?;
        live::tell(tx, Event::Run(id));
    }
    Ok(Some(run.state))
}

/// Never before it started, wherever the clock was put meanwhile.
async fn finish(tx: &Tx, op: &Operation, id: RunId) -> Result<()> {
    let Some(run) = report_run::Entity::find_by_id(id).one(tx).await? else { return Ok(()) };
    let at = run.started_at.map_or(op.now, |started| Ord::max(started, op.now));
    report_run::Entity::update_many()
        .col_expr(report_run::Column::FinishedAt, Expr::value(Some(at)))
        .filter(report_run::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}
