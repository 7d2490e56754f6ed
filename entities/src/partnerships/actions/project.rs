//! Projects change: their facts, their state, the series of their certificates.

use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter};
use serde::Serialize;

use super::create::{NUMBER_MAX, TITLE_MAX};
use super::{save, visible_project};
use crate::audit;
use crate::partnerships::project::{ActiveModel, Model};
use crate::partnerships::refusals::{SERIES, VISIBILITY_MISSING};
use crate::partnerships::rights::MANAGE_PROJECT;
use crate::partnerships::series::is_series;
use crate::partnerships::store::{is_series_taken, lead_of, strip_of_profile};
use crate::partnerships::{ProjectState, deeds, project_task};
use crate::shared::change::Change;
use crate::shared::door::fresh;
use crate::shared::error::{Refusal, Result, refuse};
use crate::shared::ids::{ProjectId, VisibilityProfileId};
use crate::shared::input::{Check, sort_key};
use crate::shared::operation::Operation;
use crate::shared::refusals::{DUPLICATE, OUTSIDE_PERIOD, REFERENCE, REQUIRED};
use crate::shared::text;
use crate::shared::tx::Tx;

/// A change of a project. Absent fields stay; an empty `number` clears it.
#[derive(Clone, Debug, Serialize)]
pub struct ProjectChange {
    /// The project.
    pub id: ProjectId,
    /// The version that was read.
    pub version: Option<i32>,
    /// Title.
    pub title: Option<String>,
    /// Number of the grant agreement.
    pub number: Option<String>,
    /// Main goal.
    pub goal: Option<String>,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
    /// Day the grant agreement was signed.
    pub agreement_on: Change<NaiveDate>,
    /// Signs on its documents.
    pub visibility_profile_id: Option<VisibilityProfileId>,
}

/// Changes a project that is not over. What documents have printed stays.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, stale version, invalid (a period that leaves a task outside, a
/// profile that breaks hard rule 13), duplicate number.
pub async fn update_project(tx: &Tx, op: &Operation, change: ProjectChange) -> Result<ProjectId> {
    let project = visible_project(tx, op, change.id, "id").await?.may(MANAGE_PROJECT)?;
    project.state.must_not_be_over()?;
    fresh(change.version, project.version)?;
    let mut check = Check::default();
    let mut row = ActiveModel { id: Set(project.id), ..Default::default() };
    if let Some(title) = &change.title {
        let title = check.printed("title", title, TITLE_MAX);
        row.title_key = Set(sort_key(&title));
        row.title = Set(title);
    }
    if change.number.is_some() {
        row.number = Set(check.opt_printed("number", change.number.as_deref(), NUMBER_MAX));
    }
    if change.goal.is_some() {
        match check.text("goal", change.goal.as_deref()) {
            Some(goal) => row.goal = Set(goal),
            None => check.fault("goal", REQUIRED),
        }
    }
    if change.agreement_on.is_sent() {
        row.agreement_on = Set(change.agreement_on.sent().map(|day| check.date("agreementOn", day)));
    }
    if let Some(profile) = change.visibility_profile_id {
        row.visibility_profile_id = Set(Some(profile));
        if strip_of_profile(tx, profile).await?.is_none() {
            check.fault("visibilityProfileId", REFERENCE);
        }
    }
    if change.starts_on.is_some() || change.ends_on.is_some() {
        let from = change.starts_on.unwrap_or(project.starts_on);
        let to = change.ends_on.unwrap_or(project.ends_on);
        // What was not sent is not blamed.
        let last = if change.ends_on.is_some() { "endsOn" } else { "startsOn" };
        check.period(("startsOn", last), from, to);
        period_holds_tasks(tx, &mut check, project.id, (from, to)).await?;
        row.starts_on = Set(from);
        row.ends_on = Set(to);
    }
    check.done()?;
    save(tx, op, row, &project).await?;
    audit::Line::new(deeds::UPDATE_PROJECT, project.id).project(project.id).write(tx, op).await?;
    Ok(project.id)
}

async fn period_holds_tasks(
    tx: &Tx,
    check: &mut Check,
    project: ProjectId,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<()> {
    use project_task::{Column, Entity};
    for (field, outside) in [("startsOn", Column::StartsOn.lt(from)), ("endsOn", Column::EndsOn.gt(to))] {
        let outside = Condition::all().add(Column::ProjectId.eq(project)).add(outside);
        if Entity::find().filter(outside).count(tx).await? > 0 {
            check.fault(field, OUTSIDE_PERIOD);
        }
    }
    Ok(())
}

/// A change of a project's state.
#[derive(Clone, Debug, Serialize)]
pub struct ProjectStateChange {
    /// The project.
    pub id: ProjectId,
    /// The version that was read.
    pub version: Option<i32>,
    /// The state it goes to.
    pub to: ProjectState,
    /// Why; required to suspend.
    pub reason: Option<String>,
}

/// Moves a project to another state. An active project has a lead and a valid visibility profile.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, stale version, invalid (`partners` where there is no lead, `reason`
/// where one is missing), visibility missing.
pub async fn change_project_state(tx: &Tx, op: &Operation, change: ProjectStateChange) -> Result<ProjectId> {
    let project = visible_project(tx, op, change.id, "id").await?.may(MANAGE_PROJECT)?;
    let (from, to) = (project.state, change.to);
    from.go(to)?;
    fresh(change.version, project.version)?;
    let mut check = Check::default();
    let reason = check.text("reason", change.reason.as_deref());
    if to == ProjectState::Suspended && reason.is_none() {
        check.fault("reason", REQUIRED);
    }
    check.done()?;
    if to == ProjectState::Active {
        may_be_active(tx, &project).await?;
    }
    let row = ActiveModel { id: Set(project.id), state: Set(to), ..Default::default() };
    save(tx, op, row, &project).await?;
    let mut line = audit::Line::new(deeds::CHANGE_PROJECT_STATE, project.id).project(project.id);
    if let Some(reason) = &reason {
        line = line.reason(reason);
    }
    line.states(from.code(), to.code()).write(tx, op).await?;
    Ok(project.id)
}

async fn may_be_active(tx: &Tx, project: &Model) -> Result<()> {
    if lead_of(tx, project.id).await?.is_none() {
        return Err(Refusal::form("partners", REQUIRED).into());
    }
    let strip = match project.visibility_profile_id {
        Some(profile) => strip_of_profile(tx, profile).await?,
        None => None,
    };
    if strip.is_some() { Ok(()) } else { refuse(VISIBILITY_MISSING, "visibilityProfileId") }
}

/// The series of a project's certificate numbers.
#[derive(Clone, Debug, Serialize)]
pub struct CertificateSeries {
    /// The project.
    pub id: ProjectId,
    /// The version that was read.
    pub version: Option<i32>,
    /// 1 to 20 of A–Z, 0–9, `-`, `.` and `/`.
    pub series: String,
}

/// Sets the series of certificate numbers. Numbers that were given keep theirs. Numbers are alone in the whole
/// installation, so no other project may have the series now, or have given numbers of it.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, stale version, invalid, duplicate `series`.
pub async fn set_certificate_series(tx: &Tx, op: &Operation, new: CertificateSeries) -> Result<ProjectId> {
    let project = visible_project(tx, op, new.id, "id").await?.may(MANAGE_PROJECT)?;
    project.state.must_not_be_over()?;
    fresh(new.version, project.version)?;
    let series = &text::code(&new.series);
    if !is_series(series) {
        return Err(Refusal::form("series", SERIES).into());
    }
    if is_series_taken(tx, project.id, series).await? {
        return refuse(DUPLICATE, "series");
    }
    let row = ActiveModel {
        id: Set(project.id),
        certificate_series: Set(Some(series.to_owned())),
        ..Default::default()
    };
    save(tx, op, row, &project).await?;
    let line = audit::Line::new(deeds::SET_CERTIFICATE_SERIES, project.id).project(project.id);
    line.detail(serde_json::json!({ "series": series })).write(tx, op).await?;
    Ok(project.id)
}
