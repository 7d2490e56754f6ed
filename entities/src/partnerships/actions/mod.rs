//! Writes: funding programmes, visibility profiles, projects with partners and tasks.
//!
//! Funding programmes and projects are created by whoever looks after the installation, a project together with
//! its lead also by whoever looks after the lead's voivodeship. From then on the lead's project managers act.

mod create;
mod parts;
mod profile;
mod project;
mod requirement;
mod retention;

pub use create::{NewFundingProgramme, NewLead, NewProject, create_funding_programme, create_project};
pub use parts::{NewPartner, NewTask, add_partner, add_task};
pub use profile::{NewSign, NewVisibilityProfile, create_visibility_profile};
pub use project::{
    CertificateSeries, ProjectChange, ProjectStateChange, change_project_state, set_certificate_series,
    update_project,
};
pub use requirement::{PeselRequirement, set_pesel_requirement};
pub use retention::{ProjectRetention, set_retention};

use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, SqlErr};

use super::project as table;
use crate::shared::call::Call;
use crate::shared::error::{Error, Refusal, Result, found, refuse};
use crate::shared::ids::ProjectId;
use crate::shared::policy::Place;
use crate::shared::read::Entity as _;
use crate::shared::refusals::{DUPLICATE, STALE_VERSION};
use crate::shared::tx::Tx;
use crate::touched;

impl table::Model {
    /// Where it belongs.
    pub fn place(&self) -> Place {
        Place { project: Some(self.id), ..Place::default() }
    }
}

async fn visible_project(tx: &Tx, call: &Call, id: ProjectId, field: &str) -> Result<table::Model> {
    let seen = table::Entity::visible_to(&call.actor);
    found(table::Entity::find_by_id(id).filter(seen).one(tx).await?, field)
}

/// Refuses a change of a project that is no longer as it was read.
fn fresh(given: Option<i32>, stored: &table::Model) -> Result<()> {
    if given.is_none_or(|version| version == stored.version) {
        Ok(())
    } else {
        refuse(STALE_VERSION, "version")
    }
}

/// Writes a project if nobody has changed it since it was read.
async fn save(tx: &Tx, call: &Call, row: table::ActiveModel, read: &table::Model) -> Result<()> {
    let row = touched!(call, row, read.version);
    let unchanged = table::Column::Version.eq(read.version);
    match table::Entity::update(row).validate()?.filter(unchanged).exec_without_returning(tx).await {
        Err(DbErr::RecordNotUpdated) => refuse(STALE_VERSION, "version"),
        Err(error) => Err(project_twice(error)),
        Ok(_) => Ok(()),
    }
}

/// Both databases name the broken constraint by its columns.
fn project_twice(error: DbErr) -> Error {
    let series = matches!(
        error.sql_err(),
        Some(SqlErr::UniqueConstraintViolation(which)) if which.contains("certificate_series")
    );
    duplicate(error, if series { "series" } else { "number" })
}

/// A row that must be alone of its kind and is not; other failures stay as they are.
fn duplicate(error: DbErr, field: &str) -> Error {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => Refusal::of(DUPLICATE, field).into(),
        _ => error.into(),
    }
}
