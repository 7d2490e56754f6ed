//! Reports that can be run.

use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::Serialize;

use crate::partnerships::store::strip_of;
use crate::reporting::rights::MANAGE_REPORTS;
use crate::reporting::{ReportKind, deeds, report_definition, store};
use crate::shared::error::{Result, found};
use crate::shared::ids::{DefinitionId, PilotId};
use crate::shared::input::{Check, NAME_MAX};
use crate::shared::operation::Operation;
use crate::shared::policy::{self, Place};
use crate::shared::tx::Tx;
use crate::{audit, created};

/// A report to be defined.
#[derive(Clone, Debug, Serialize)]
pub struct NewDefinition {
    /// Kind.
    pub kind: ReportKind,
    /// The pilot it is about.
    pub pilot_id: PilotId,
    /// Title, as printed.
    pub title: String,
}

/// Defines a report of a pilot. It belongs to whoever runs the pilot.
///
/// # Errors
/// Refused: not found, forbidden, invalid, no valid visibility profile.
pub async fn create_definition(tx: &Tx, op: &Operation, new: NewDefinition) -> Result<DefinitionId> {
    let pilot = found(store::pilot_run_by(tx, &op.actor, new.pilot_id).await?, "pilotId")?;
    let place =
        Place { project: Some(pilot.project_id), partner: Some(pilot.partner_id), ..Place::default() };
    policy::require(&op.actor, MANAGE_REPORTS, &place)?;
    let mut check = Check::default();
    let title = check.line("title", &new.title, NAME_MAX);
    check.done()?;
    strip_of(tx, pilot.project_id).await?;
    let id = op.id();
    let row = report_definition::ActiveModel {
        id: Set(id),
        kind: Set(new.kind),
        project_id: Set(pilot.project_id),
        partner_id: Set(pilot.partner_id),
        pilot_id: Set(pilot.id),
        title: Set(title),
        ..Default::default()
    };
    report_definition::Entity::insert(created!(op, row)).exec_without_returning(tx).await?;
    audit::Line::new(deeds::CREATE_DEFINITION, id).project(pilot.project_id).write(tx, op).await?;
    Ok(id)
}
