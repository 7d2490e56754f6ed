//! Pilots of an approved version, and the walk through their states.

use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde::Serialize;

use super::{place_of, visible_partner, visible_pilot};
use crate::partnerships::refusals::PROJECT_NOT_ACTIVE;
use crate::partnerships::{ProjectState, project};
use crate::pilots::refusals::SITES_MISSING;
use crate::pilots::rights::MANAGE_PILOTS;
use crate::pilots::{ModelState, PilotState, cooperation_model, deeds, model_version, pilot, pilot_site};
use crate::shared::door::{self, fresh};
use crate::shared::error::{Result, found, refuse};
use crate::shared::ids::{ModelVersionId, PartnerId, PilotId};
use crate::shared::input::{Check, NAME_MAX, sort_key};
use crate::shared::operation::Operation;
use crate::shared::policy::{self};
use crate::shared::refusals::{OUTSIDE_PERIOD, REFERENCE};
use crate::shared::tx::Tx;
use crate::{audit, created};

/// A pilot to be created, as planned.
#[derive(Clone, Debug, Serialize)]
pub struct NewPilot {
    /// The partner that runs it; its project is the pilot's.
    pub partner_id: PartnerId,
    /// What is piloted.
    pub model_version_id: ModelVersionId,
    /// Title.
    pub title: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
}

/// Creates a pilot of a version that was approved for it, within the period of the project.
///
/// # Errors
/// Refused: not found, forbidden, wrong state of the version or the project, invalid.
pub async fn create_pilot(tx: &Tx, op: &Operation, new: NewPilot) -> Result<PilotId> {
    let partner = visible_partner(tx, op, new.partner_id).await?;
    policy::require(&op.actor, MANAGE_PILOTS, &place_of(&partner))?;
    partner.must_take_part()?;
    let project = found(project::Entity::find_by_id(partner.project_id).one(tx).await?, "partnerId")?;
    project.state.must_be_open()?;
    let version = door::see::<model_version::Entity>(tx, op, new.model_version_id, "modelVersionId").await?;
    let of_project = cooperation_model::Entity::find_by_id(version.model_id)
        .filter(cooperation_model::Column::ProjectId.eq(project.id));
    let is_of_project = of_project.one(tx).await?.is_some();

    let mut check = Check::default();
    if !is_of_project {
        check.fault("modelVersionId", REFERENCE);
    }
    let title = check.line("title", &new.title, NAME_MAX);
    check.period(("startsOn", "endsOn"), new.starts_on, new.ends_on);
    if new.starts_on < project.starts_on {
        check.fault("startsOn", OUTSIDE_PERIOD);
    }
    if new.ends_on > project.ends_on {
        check.fault("endsOn", OUTSIDE_PERIOD);
    }
    check.done()?;
    version.state.must_be_at(&[ModelState::ApprovedForPilot], "modelVersionId")?;

    let id = op.id();
    let row = pilot::ActiveModel {
        id: Set(id),
        project_id: Set(project.id),
        partner_id: Set(partner.id),
        model_version_id: Set(version.id),
        title_key: Set(sort_key(&title)),
        title: Set(title),
        starts_on: Set(new.starts_on),
        ends_on: Set(new.ends_on),
        state: Set(PilotState::Planned),
        ..Default::default()
    };
    pilot::Entity::insert(created!(op, row)).exec_without_returning(tx).await?;
    let line = audit::Line::new(deeds::CREATE_PILOT, id).project(project.id);
    line.into_state(PilotState::Planned.code()).write(tx, op).await?;
    Ok(id)
}

/// A pilot goes to another state.
#[derive(Clone, Debug, Serialize)]
pub struct PilotStateChange {
    /// The pilot.
    pub id: PilotId,
    /// The state to go to.
    pub to: PilotState,
    /// Why.
    pub reason: Option<String>,
    /// The version that the client saw.
    pub version: Option<i32>,
}

/// Takes a pilot to its next state. Recruiting and running need an active project, running needs a site.
///
/// # Errors
/// Refused: not found, forbidden, stale, wrong state, project not active, sites missing, invalid.
pub async fn change_pilot_state(tx: &Tx, op: &Operation, change: PilotStateChange) -> Result<PilotId> {
    let pilot = visible_pilot(tx, op, change.id).await?.may(MANAGE_PILOTS)?;
    fresh(change.version, pilot.version)?;
    pilot.state.go(change.to)?;
    let mut check = Check::default();
    let reason = check.opt_line("reason", change.reason.as_deref(), 1_000);
    check.done()?;
    if matches!(change.to, PilotState::Recruiting | PilotState::Running) {
        let project = project::Entity::find_by_id(pilot.project_id).one(tx).await?;
        if project.is_none_or(|project| project.state != ProjectState::Active) {
            return refuse(PROJECT_NOT_ACTIVE, "pilotId");
        }
    }
    if change.to == PilotState::Running {
        let sites = pilot_site::Entity::find().filter(pilot_site::Column::PilotId.eq(pilot.id));
        if sites.count(tx).await? == 0 {
            return refuse(SITES_MISSING, "pilotId");
        }
    }

    let row = pilot::ActiveModel { id: Set(pilot.id), state: Set(change.to), ..Default::default() };
    door::save(tx, op, &pilot, row).await?;
    let mut line = audit::Line::new(deeds::CHANGE_PILOT_STATE, pilot.id)
        .project(pilot.project_id)
        .states(pilot.state.code(), change.to.code());
    if let Some(reason) = &reason {
        line = line.reason(reason);
    }
    line.write(tx, op).await?;
    Ok(pilot.id)
}
