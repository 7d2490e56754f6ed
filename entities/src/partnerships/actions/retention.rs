//! Somebody sets until when the documentation of a project is kept.

use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;
use serde::Serialize;

use super::{save, visible_project};
use crate::audit;
use crate::partnerships::deeds;
use crate::partnerships::project::ActiveModel;
use crate::partnerships::rights::MANAGE_PROJECT;
use crate::shared::door::fresh;
use crate::shared::error::Result;
use crate::shared::ids::ProjectId;
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::refusals::END_BEFORE_START;
use crate::shared::tx::Tx;

/// Until when the documentation of a project is kept.
#[derive(Clone, Debug, Serialize)]
pub struct ProjectRetention {
    /// The project.
    pub id: ProjectId,
    /// The version that was read.
    pub version: Option<i32>,
    /// The last day; none for the usual one.
    pub until: Option<NaiveDate>,
}

/// Sets the last day on which documentation must be kept, also of a project that is over: the last payment comes after
/// the end.
///
/// # Errors
/// Refused: not found, forbidden, stale version, invalid (a day before the end of the project).
pub async fn set_retention(tx: &Tx, op: &Operation, new: ProjectRetention) -> Result<ProjectId> {
    let project = visible_project(tx, op, new.id, "id").await?.may(MANAGE_PROJECT)?;
    fresh(new.version, project.version)?;
    let mut check = Check::default();
    if let Some(until) = new.until {
        check.date("until", until);
        if until < project.ends_on {
            check.fault("until", END_BEFORE_START);
        }
    }
    check.done()?;
    let row = ActiveModel { id: Set(project.id), retention_until: Set(new.until), ..Default::default() };
    save(tx, op, row, &project).await?;
    let detail = serde_json::json!({ "from": project.retention_until, "until": new.until });
    let line = audit::Line::new(deeds::SET_RETENTION, project.id).project(project.id);
    line.detail(detail).write(tx, op).await?;
    Ok(project.id)
}
