//! Partners and tasks of a project.

use chrono::NaiveDate;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, SqlErr,
};
use serde::Serialize;

use super::create::TITLE_MAX;
use super::visible_project;
use crate::institutions::institution;
use crate::partnerships::rights::MANAGE_PROJECT;
use crate::partnerships::{PartnerRole, PartnerState, deeds, project_partner, project_task};
use crate::shared::door::{self, unique};
use crate::shared::error::{Error, Refusal, Result};
use crate::shared::ids::{InstitutionId, PartnerId, ProjectId, TaskId, UnitId};
use crate::shared::input::{Check, NAME_MAX};
use crate::shared::operation::Operation;
use crate::shared::refusals::{DUPLICATE, OUTSIDE_PERIOD, REFERENCE, REQUIRED};
use crate::shared::tx::Tx;
use crate::territory::store::is_voivodeship;
use crate::{audit, created};

/// Highest number of a task.
const ORDINAL_MAX: i64 = 1_000;

/// A partner to be invited into a project.
#[derive(Clone, Debug, Serialize)]
pub struct NewPartner {
    /// The project.
    pub project_id: ProjectId,
    /// Lead, partner or expert.
    pub role: PartnerRole,
    /// Name as documents print it.
    pub name: String,
    /// The voivodeship; only an expert may be without.
    pub voivodeship_id: Option<UnitId>,
    /// The office or university itself.
    pub institution_id: Option<InstitutionId>,
}

/// Invites a partner. A project has one lead, and one partner per voivodeship. Whoever is gone is invited anew in the row of
/// then, so what was theirs is theirs again once they accept.
///
/// # Errors
/// Refused: project not found, forbidden, wrong state, invalid, duplicate `role` or `voivodeshipId`.
pub async fn invite_partner(tx: &Tx, op: &Operation, new: NewPartner) -> Result<PartnerId> {
    let project = visible_project(tx, op, new.project_id, "projectId").await?.may(MANAGE_PROJECT)?;
    project.state.must_be_open()?;
    insert_partner(tx, op, "", (&new, PartnerState::Invited, None)).await
}

/// Checks and writes a partner in its first state; `prefix` leads its fields.
pub(super) async fn insert_partner(
    tx: &Tx,
    op: &Operation,
    prefix: &str,
    (new, state, reason): (&NewPartner, PartnerState, Option<String>),
) -> Result<PartnerId> {
    let mut check = Check::default();
    let reason = check.text(&format!("{prefix}reason"), reason.as_deref());
    let name = check.line(&format!("{prefix}name"), &new.name, NAME_MAX);
    match new.voivodeship_id {
        None if new.role != PartnerRole::Expert => {
            check.fault(format!("{prefix}voivodeshipId"), REQUIRED);
        }
        Some(id) if !is_voivodeship(tx, id).await? => {
            check.fault(format!("{prefix}voivodeshipId"), REFERENCE);
        }
        _ => {}
    }
    if let Some(id) = new.institution_id {
        let institution = institution::Entity::find_by_id(id).one(tx).await?;
        if !institution.is_some_and(|institution| institution.state.is_live()) {
            check.fault(format!("{prefix}institutionId"), REFERENCE);
        }
    }
    check.done()?;
    let row = project_partner::ActiveModel {
        project_id: Set(new.project_id),
        role: Set(new.role),
        name: Set(name),
        voivodeship_id: Set(new.voivodeship_id),
        institution_id: Set(new.institution_id),
        state: Set(state),
        invited_at: Set(op.now),
        accepted_at: Set((state == PartnerState::Accepted).then_some(op.now)),
        ended_at: Set(None),
        reason: Set(reason.clone()),
        lead_offered_at: Set(None),
        ..Default::default()
    };
    let former = former_partner(tx, new).await?;
    let (written, id) = match &former {
        Some(former) => {
            // When it took part before is kept: what it made then shows it.
            let row = project_partner::ActiveModel { accepted_at: NotSet, ..row };
            (door::save(tx, op, former, row).await, former.id)
        }
        None => {
            let id = op.id();
            let row = created!(op, project_partner::ActiveModel { id: Set(id), ..row });
            let inserted = project_partner::Entity::insert(row).exec_without_returning(tx).await;
            (inserted.map(drop).map_err(Error::Db), id)
        }
    };
    if let Err(error) = written {
        return Err(match error {
            Error::Db(error) => partner_twice(error, prefix),
            error => error,
        });
    }
    let line = audit::Line::new(deeds::ADD_PARTNER, id).project(new.project_id);
    let line = match &former {
        Some(former) => line.states(former.state.code(), state.code()),
        None => line.into_state(state.code()),
    };
    let line = match &reason {
        Some(reason) => line.reason(reason),
        None => line,
    };
    line.detail(serde_json::json!({ "role": new.role })).write(tx, op).await?;
    Ok(id)
}

/// The partner of the same voivodeship that has refused, left or was removed.
async fn former_partner(tx: &Tx, new: &NewPartner) -> Result<Option<project_partner::Model>> {
    use project_partner::{Column, Entity};
    let Some(voivodeship) = new.voivodeship_id else { return Ok(None) };
    let same = Entity::find()
        .filter(Column::ProjectId.eq(new.project_id))
        .filter(Column::VoivodeshipId.eq(voivodeship));
    Ok(door::locked(same).one(tx).await?.filter(|partner| !partner.state.is_live()))
}

/// Both databases name the broken constraint by its columns.
fn partner_twice(error: DbErr, prefix: &str) -> Error {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(which)) => {
            let field = if which.contains("voivodeship_id") { "voivodeshipId" } else { "role" };
            Refusal::of(DUPLICATE, format!("{prefix}{field}")).into()
        }
        _ => error.into(),
    }
}

/// A task to be added to a project.
#[derive(Clone, Debug, Serialize)]
pub struct NewTask {
    /// The project.
    pub project_id: ProjectId,
    /// Number within the project; the next one where none is given.
    pub ordinal: Option<i32>,
    /// Title.
    pub title: String,
    /// What is done.
    pub description: Option<String>,
    /// Name of the team.
    pub team: Option<String>,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
}

/// Adds a task. Its period lies within that of the project.
///
/// # Errors
/// Refused: project not found, forbidden, wrong state, invalid, duplicate `ordinal`.
pub async fn add_task(tx: &Tx, op: &Operation, new: NewTask) -> Result<TaskId> {
    let project = visible_project(tx, op, new.project_id, "projectId").await?.may(MANAGE_PROJECT)?;
    project.state.must_be_open()?;
    let mut check = Check::default();
    let title = check.line("title", &new.title, TITLE_MAX);
    let description = check.text("description", new.description.as_deref());
    let team = check.opt_line("team", new.team.as_deref(), NAME_MAX);
    check.period(("startsOn", "endsOn"), new.starts_on, new.ends_on);
    if new.starts_on < project.starts_on {
        check.fault("startsOn", OUTSIDE_PERIOD);
    }
    if new.ends_on > project.ends_on {
        check.fault("endsOn", OUTSIDE_PERIOD);
    }
    let ordinal = match new.ordinal {
        Some(ordinal) => ordinal,
        None => last_ordinal(tx, project.id).await? + 1,
    };
    check.range("ordinal", ordinal.into(), 1..=ORDINAL_MAX);
    check.done()?;
    let id = op.id();
    let row = project_task::ActiveModel {
        id: Set(id),
        project_id: Set(project.id),
        ordinal: Set(ordinal),
        title: Set(title),
        description: Set(description),
        team: Set(team),
        starts_on: Set(new.starts_on),
        ends_on: Set(new.ends_on),
        ..Default::default()
    };
    project_task::Entity::insert(created!(op, row))
        .exec_without_returning(tx)
        .await
        .map_err(unique("ordinal"))?;
    audit::Line::new(deeds::ADD_TASK, id).project(project.id).write(tx, op).await?;
    Ok(id)
}

async fn last_ordinal(tx: &Tx, project: ProjectId) -> Result<i32> {
    let last: Option<i32> = project_task::Entity::find()
        .select_only()
        .column(project_task::Column::Ordinal)
        .filter(project_task::Column::ProjectId.eq(project))
        .order_by_desc(project_task::Column::Ordinal)
        .into_tuple()
        .one(tx)
        .await?;
    Ok(last.unwrap_or(0))
}
