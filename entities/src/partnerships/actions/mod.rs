//! Writes: funding programmes, visibility profiles, projects with partners and tasks.
//!
//! Funding programmes and projects are created by whoever looks after the installation, a project together with
//! its lead also by whoever looks after the lead's voivodeship. From then on the lead's project managers act. Who becomes a
//! partner says so themselves (`consent.rs`).

mod consent;
mod create;
mod parts;
mod profile;
mod project;
mod requirement;
mod retention;

pub(crate) use consent::speaks_for_office;
pub use consent::{
    Answer, EndPartnership, LeadAnswered, OfferLead, answer_lead, answer_partnership, leave_partnership,
    offer_lead, remove_partner,
};
pub use create::{NewFundingProgramme, NewLead, NewProject, create_funding_programme, create_project};
pub use parts::{NewPartner, NewTask, add_task, invite_partner};
pub use profile::{NewSign, NewVisibilityProfile, create_visibility_profile};
pub use project::{
    CertificateSeries, ProjectChange, ProjectStateChange, change_project_state, set_certificate_series,
    update_project,
};
pub use requirement::{PeselRequirement, set_pesel_requirement};
pub use retention::{ProjectRetention, set_retention};

use sea_orm::{DbErr, SqlErr};

use super::{project as table, project_partner};
use crate::shared::door::{self, Loaded, Placed, unique};
use crate::shared::error::{Error, Result};
use crate::shared::ids::ProjectId;
use crate::shared::operation::Operation;
use crate::shared::policy::Place;
use crate::shared::tx::Tx;

impl Placed for table::Model {
    fn place(&self) -> Place {
        Place { project: Some(self.id), ..Place::default() }
    }
}

impl Placed for project_partner::Model {
    fn place(&self) -> Place {
        Place {
            voivodeship: self.voivodeship_id,
            project: Some(self.project_id),
            partner: Some(self.id),
            ..Place::default()
        }
    }
}

async fn visible_project<'a>(
    tx: &Tx,
    op: &'a Operation,
    id: ProjectId,
    field: &str,
) -> Result<Loaded<'a, table::Model>> {
    door::load::<table::Entity>(tx, op, id, field).await
}

/// Changes a project that was read.
async fn save(tx: &Tx, op: &Operation, row: table::ActiveModel, read: &table::Model) -> Result<()> {
    door::save(tx, op, read, row).await.map_err(|error| match error {
        Error::Db(error) => project_twice(error),
        error => error,
    })
}

/// Both databases name the broken constraint by its columns.
fn project_twice(error: DbErr) -> Error {
    let series = matches!(
        error.sql_err(),
        Some(SqlErr::UniqueConstraintViolation(which)) if which.contains("certificate_series")
    );
    unique(if series { "series" } else { "number" })(error)
}
