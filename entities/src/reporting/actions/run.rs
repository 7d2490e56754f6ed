//! Runs: asked for by hand here, by the clock in `fire.rs`. Either way a run comes with its documents, due, and
//! its job in one transaction.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::Serialize;

use super::visible_definition;
use crate::documents::actions::NewDocument;
use crate::documents::{DocumentKind, document};
use crate::jobs::queue::enqueue;
use crate::partnerships::store::strip_of;
use crate::reporting::jobs::RunReport;
use crate::reporting::refusals::NO_PAST;
use crate::reporting::rights::RUN_REPORTS;
use crate::reporting::{
    ReportFormat, ReportKind, RunState, deeds, report_artefact, report_definition, report_run,
};
use crate::shared::error::{Refusal, Result};
use crate::shared::ids::{DefinitionId, DocumentId, RunId, ScheduleId};
use crate::shared::operation::Operation;
use crate::shared::quota::{self, DRAWN_FOR_ACCOUNT, Use};
use crate::shared::refusals::AFTER_NOW;
use crate::shared::tx::Tx;
use crate::shared::warsaw;
use crate::{audit, created};

/// A run asked for by hand.
#[derive(Clone, Debug, Serialize)]
pub struct RunNow {
    /// The report.
    pub definition_id: DefinitionId,
    /// Measurements approved up to here count; now where it is not given.
    pub cut_off: Option<DateTime<Utc>>,
}

/// Runs a report now. Each call is a run of its own, with its own figures.
///
/// # Errors
/// Refused: not found, forbidden, invalid (a cut-off after now), no valid visibility profile.
pub async fn run_now(tx: &Tx, op: &Operation, asked: RunNow) -> Result<RunId> {
    let definition = visible_definition(tx, op, asked.definition_id).await?.may(RUN_REPORTS)?;
    let cut_off = asked.cut_off.unwrap_or(op.now);
    if cut_off > op.now {
        return Err(Refusal::form("cutOff", AFTER_NOW).into());
    }
    if definition.kind == ReportKind::TrainingSummary && asked.cut_off.is_some() {
        return Err(Refusal::form("cutOff", NO_PAST).into());
    }
    strip_of(tx, definition.project_id).await?;
    let id = op.id();
    insert(tx, op, &definition, Order { id, schedule_id: None, due_at: op.now, cut_off }).await?;
    quota::take(tx, op, [Use::of_account(&DRAWN_FOR_ACCOUNT, op)]).await?;
    Ok(id)
}

/// A run to be inserted.
pub(super) struct Order {
    /// Its key.
    pub(super) id: RunId,
    /// The schedule, where one asks.
    pub(super) schedule_id: Option<ScheduleId>,
    /// When it was due.
    pub(super) due_at: DateTime<Utc>,
    /// Measurements approved up to here count.
    pub(super) cut_off: DateTime<Utc>,
}

/// Inserts a run with its documents and its job. False where the schedule has a run of this due time already.
pub(super) async fn insert(
    tx: &Tx,
    op: &Operation,
    definition: &report_definition::Model,
    order: Order,
) -> Result<bool> {
    let row = report_run::ActiveModel {
        id: Set(order.id),
        definition_id: Set(definition.id),
        schedule_id: Set(order.schedule_id),
        project_id: Set(definition.project_id),
        partner_id: Set(definition.partner_id),
        due_at: Set(order.due_at),
        cut_off: Set(order.cut_off),
        state: Set(RunState::Due),
        progress_pct: Set(0),
        asked_by: op.by(),
        ..Default::default()
    };
    // The unique index holds for scheduled runs alone; so no columns are named.
    let inserted = report_run::Entity::insert(created!(op, row))
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    if inserted == 0 {
        return Ok(false);
    }
    for format in definition.kind.formats() {
        artefact(tx, op, definition, &order, *format).await?;
    }
    enqueue(tx, op, &[RunReport { run_id: order.id }]).await?;
    let line = audit::Line::new(deeds::RUN, order.id).project(definition.project_id);
    line.into_state(RunState::Due.code()).write(tx, op).await?;
    Ok(true)
}

async fn artefact(
    tx: &Tx,
    op: &Operation,
    definition: &report_definition::Model,
    order: &Order,
    format: ReportFormat,
) -> Result<()> {
    let id: DocumentId = op.id();
    let (ending, media_type) = match format {
        ReportFormat::Pdf => ("pdf", "application/pdf"),
        ReportFormat::Csv => ("csv", "text/csv; charset=utf-8"),
        ReportFormat::Xlsx => ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    };
    let name = match definition.kind {
        ReportKind::PilotSummary => "podsumowanie-pilotazu",
        ReportKind::TrainingSummary => "podsumowanie-szkolen",
    };
    let day = warsaw::day(order.cut_off);
    let document = NewDocument {
        kind: DocumentKind::Report,
        title: format!("{} – stan na {}", definition.title, warsaw::long(day)),
        file_name: format!("{name}-{day}.{ending}"),
        media_type,
        path: format!("reports/{id}.{ending}"),
        project_id: Some(definition.project_id),
        partner_id: Some(definition.partner_id),
        edition_id: None,
        person_id: None,
    };
    document::Entity::insert(document.row(op, id)).exec_without_returning(tx).await?;
    let row = report_artefact::ActiveModel {
        id: Set(op.id()),
        run_id: Set(order.id),
        format: Set(format),
        document_id: Set(id),
        created_at: Set(op.now),
    };
    report_artefact::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}
