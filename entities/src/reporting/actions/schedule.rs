//! When reports run by themselves.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde::Serialize;

use super::fire::fire;
use super::{visible_definition, visible_schedule};
use crate::partnerships::refusals::PROJECT_NOT_ACTIVE;
use crate::pilots::PilotState;
use crate::reporting::cron::Cron;
use crate::reporting::lifecycle::PILOT_OVER;
use crate::reporting::refusals::CRON;
use crate::reporting::rights::MANAGE_REPORTS;
use crate::reporting::{PauseReason, deeds, report_definition, report_schedule, store};
use crate::shared::door;
use crate::shared::enums::Choice as _;
use crate::shared::error::{Detail, Error, Refusal, Result, refuse};
use crate::shared::ids::{DefinitionId, ScheduleId};
use crate::shared::operation::Operation;
use crate::shared::refusals::{STALE_VERSION, TOO_MANY, WRONG_STATE};
use crate::shared::tx::Tx;
use crate::{audit, created};

/// Most schedules of one report.
const SCHEDULES_MAX: u32 = 20;

/// A schedule to be created.
#[derive(Clone, Debug, Serialize)]
pub struct NewSchedule {
    /// The report.
    pub definition_id: DefinitionId,
    /// Five fields of cron, by Warsaw's clock.
    pub cron: String,
}

/// Creates a schedule. Nothing that lies before now becomes due.
///
/// # Errors
/// Refused: not found, forbidden, wrong state (the pilot or the project is closed), invalid, too many.
pub async fn create_schedule(tx: &Tx, op: &Operation, new: NewSchedule) -> Result<ScheduleId> {
    let definition = visible_definition(tx, op, new.definition_id).await?.may(MANAGE_REPORTS)?;
    must_not_be_over(tx, &definition).await?;
    let cron = parsed(&new.cron)?;
    let siblings = report_schedule::Column::DefinitionId.eq(definition.id);
    if report_schedule::Entity::find().filter(siblings).count(tx).await? >= SCHEDULES_MAX.into() {
        let limit = Detail::Limit(SCHEDULES_MAX.into());
        return Err(Refusal::of(TOO_MANY, "definitionId").with(limit).into());
    }
    let id = op.id();
    let row = report_schedule::ActiveModel {
        id: Set(id),
        definition_id: Set(definition.id),
        project_id: Set(definition.project_id),
        partner_id: Set(definition.partner_id),
        cron: Set(cron.text().to_owned()),
        paused: Set(false),
        paused_because: Set(None),
        handled_until: Set(op.now),
        ..Default::default()
    };
    report_schedule::Entity::insert(created!(op, row)).exec_without_returning(tx).await?;
    let line = audit::Line::new(deeds::CREATE_SCHEDULE, id).project(definition.project_id);
    line.detail(serde_json::json!({ "cron": cron.text() })).write(tx, op).await?;
    Ok(id)
}

/// A change of a schedule.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeSchedule {
    /// The schedule.
    pub id: ScheduleId,
    /// The version that was read.
    pub version: Option<i32>,
    /// Another pattern.
    pub cron: Option<String>,
    /// Pause it, or let it run again.
    pub paused: Option<bool>,
}

/// Changes when a report runs, pauses it or lets it run again.
///
/// What is due by the old pattern runs first. The new pattern counts from now, and so does a schedule that was
/// paused: what would have been due meanwhile is not caught up. A schedule of what is closed runs no more.
///
/// # Errors
/// Refused: not found, forbidden, invalid, stale version, wrong state (the pilot or the project is closed).
pub async fn change_schedule(tx: &Tx, op: &Operation, change: ChangeSchedule) -> Result<ScheduleId> {
    let schedule = visible_schedule(tx, op, change.id).await?.may(MANAGE_REPORTS)?;
    if change.version.is_some_and(|version| version != schedule.version) {
        return refuse(STALE_VERSION, "version");
    }
    let definition = report_definition::Entity::find_by_id(schedule.definition_id).one(tx).await?;
    let definition = definition.ok_or_else(|| Error::Fault("a schedule without its report".into()))?;
    let cron = change.cron.as_deref().map(parsed).transpose()?;
    if change.paused != Some(true) {
        must_not_be_over(tx, &definition).await?;
    }
    if store::over(tx, &definition).await?.is_none() {
        fire(tx, &op.as_system(), &schedule).await?;
    }
    let paused = change.paused.unwrap_or(schedule.paused);
    let text = cron.as_ref().map_or(&*schedule.cron, |cron| cron.text());
    let mut row = report_schedule::ActiveModel {
        id: Set(schedule.id),
        cron: Set(text.to_owned()),
        paused: Set(paused),
        ..Default::default()
    };
    if paused != schedule.paused {
        row.paused_because = Set(paused.then_some(PauseReason::ByHand));
    }
    if text != schedule.cron || paused != schedule.paused {
        row.handled_until = Set(op.now);
    }
    door::save(tx, op, &schedule, row).await?;
    let mut line = audit::Line::new(deeds::CHANGE_SCHEDULE, schedule.id).project(schedule.project_id);
    if paused != schedule.paused {
        let state = |paused: bool| if paused { "paused" } else { "running" };
        line = line.states(state(schedule.paused), state(paused));
    }
    line.detail(serde_json::json!({ "cron": text })).write(tx, op).await?;
    Ok(schedule.id)
}

/// Refuses where the report no longer runs by itself.
async fn must_not_be_over(tx: &Tx, definition: &report_definition::Model) -> Result<()> {
    match store::over(tx, definition).await? {
        None => Ok(()),
        Some(PauseReason::ProjectClosed) => refuse(PROJECT_NOT_ACTIVE, ""),
        Some(_) => {
            let open = PilotState::ALL.iter().filter(|state| !PILOT_OVER.contains(state));
            let allowed = open.map(|state| state.words()).collect();
            let states = Detail::States { now: PilotState::Closed.words(), allowed };
            Err(Refusal::of(WRONG_STATE, "").with(states).into())
        }
    }
}

fn parsed(text: &str) -> Result<Cron> {
    Cron::parse(text).map_err(|_| Refusal::form("cron", CRON).into())
}
