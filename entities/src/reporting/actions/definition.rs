//! Reports that can be run.

use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::Serialize;

use crate::partnerships::project;
use crate::partnerships::store::{lead_of, strip_of};
use crate::reporting::rights::MANAGE_REPORTS;
use crate::reporting::{ReportKind, deeds, report_definition, store};
use crate::shared::door;
use crate::shared::error::{Refusal, Result, found};
use crate::shared::ids::{DefinitionId, PilotId, ProjectId};
use crate::shared::input::{Check, NAME_MAX};
use crate::shared::operation::Operation;
use crate::shared::policy::{self, Place};
use crate::shared::refusals::REQUIRED;
use crate::shared::tx::Tx;
use crate::{audit, created};

/// A report to be defined.
#[derive(Clone, Debug, Serialize)]
pub struct NewDefinition {
    /// Kind.
    pub kind: ReportKind,
    /// The pilot it is about, of a pilot summary.
    pub pilot_id: Option<PilotId>,
    /// The project it is about, of a training summary.
    pub project_id: Option<ProjectId>,
    /// First day of its period.
    pub starts_on: Option<NaiveDate>,
    /// Last day of its period.
    pub ends_on: Option<NaiveDate>,
    /// Title, as printed.
    pub title: String,
}

/// Defines a report: of a pilot, which belongs to whoever runs the pilot, or of the trainings of a project, which belongs to
/// the lead, who sees all of it.
///
/// # Errors
/// Refused: not found, forbidden, invalid, no valid visibility profile.
pub async fn create_definition(tx: &Tx, op: &Operation, new: NewDefinition) -> Result<DefinitionId> {
    let required = |field: &str| Refusal::form(field, REQUIRED);
    let mut check = Check::default();
    let (project_id, partner_id, period) = match new.kind {
        ReportKind::PilotSummary => {
            let id = new.pilot_id.ok_or_else(|| required("pilotId"))?;
            let pilot = found(store::pilot_run_by(tx, &op.actor, id).await?, "pilotId")?;
            let place = Place {
                project: Some(pilot.project_id),
                partner: Some(pilot.partner_id),
                ..Place::default()
            };
            policy::require(&op.actor, MANAGE_REPORTS, &place)?;
            (pilot.project_id, pilot.partner_id, None)
        }
        ReportKind::TrainingSummary => {
            let project = new.project_id.ok_or_else(|| required("projectId"))?;
            let from = new.starts_on.ok_or_else(|| required("startsOn"))?;
            let to = new.ends_on.ok_or_else(|| required("endsOn"))?;
            let project = door::see::<project::Entity>(tx, op, project, "projectId").await?;
            policy::require(
                &op.actor,
                MANAGE_REPORTS,
                &Place { project: Some(project.id), ..Place::default() },
            )?;
            check.period(("startsOn", "endsOn"), from, to);
            let lead = found(lead_of(tx, project.id).await?, "projectId")?;
            (project.id, lead.id, Some((from, to)))
        }
    };
    let title = check.line("title", &new.title, NAME_MAX);
    check.done()?;
    strip_of(tx, project_id).await?;
    let id = op.id();
    let row = report_definition::ActiveModel {
        id: Set(id),
        kind: Set(new.kind),
        project_id: Set(project_id),
        partner_id: Set(partner_id),
        pilot_id: Set(new.pilot_id.filter(|_| period.is_none())),
        starts_on: Set(period.map(|(from, _)| from)),
        ends_on: Set(period.map(|(_, to)| to)),
        title: Set(title),
        ..Default::default()
    };
    report_definition::Entity::insert(created!(op, row)).exec_without_returning(tx).await?;
    audit::Line::new(deeds::CREATE_DEFINITION, id).project(project_id).write(tx, op).await?;
    Ok(id)
}
