//! Writes of this room: authorize → rule → write → audit.

mod model;
mod pilot;
mod site;

pub use model::{NewModel, NewVersion, VersionStateChange, add_version, change_version_state, create_model};
pub use pilot::{NewPilot, PilotStateChange, change_pilot_state, create_pilot};
pub use site::{NewSite, NewSiteInstitution, add_site, add_site_institution};

use sea_orm::{DbErr, EntityTrait, QueryFilter, QuerySelect, SqlErr};

use super::{cooperation_model, pilot as pilots, pilot_site};
use crate::partnerships::project_partner;
use crate::shared::actor::Actor;
use crate::shared::call::Call;
use crate::shared::error::{Error, Refusal, Result, found, refuse};
use crate::shared::ids::{PartnerId, PilotId};
use crate::shared::policy::{self, Place, Right};
use crate::shared::read::Entity as _;
use crate::shared::refusals::{DUPLICATE, STALE_VERSION};
use crate::shared::tx::Tx;

impl cooperation_model::Model {
    /// Where it belongs.
    pub fn place(&self) -> Place {
        Place { project: Some(self.project_id), partner: Some(self.partner_id), ..Place::default() }
    }
}

impl pilots::Model {
    /// Where it belongs.
    pub fn place(&self) -> Place {
        Place { project: Some(self.project_id), partner: Some(self.partner_id), ..Place::default() }
    }
}

impl pilot_site::Model {
    /// Where it belongs.
    pub fn place(&self) -> Place {
        Place {
            project: Some(self.project_id),
            partner: Some(self.partner_id),
            site: Some(self.id),
            ..Place::default()
        }
    }
}

/// The pilot, locked for this transaction, if the actor may see it.
pub(crate) async fn visible_pilot(tx: &Tx, call: &Call, id: PilotId) -> Result<pilots::Model> {
    let seen = pilots::Entity::visible_to(&call.actor);
    found(pilots::Entity::find_by_id(id).filter(seen).lock_exclusive().one(tx).await?, "pilotId")
}

/// Refuses who may do it neither as staff of the site nor as who runs the pilot.
pub(crate) fn require_at(
    actor: &Actor,
    action: Right,
    site: &pilot_site::Model,
    pilot: &pilots::Model,
) -> Result<()> {
    if policy::allows(actor, action, &site.place()) {
        return Ok(());
    }
    policy::require(actor, action, &pilot.place())
}

async fn visible_partner(tx: &Tx, call: &Call, id: PartnerId) -> Result<project_partner::Model> {
    let seen = project_partner::Entity::visible_to(&call.actor);
    found(project_partner::Entity::find_by_id(id).filter(seen).one(tx).await?, "partnerId")
}

fn place_of(partner: &project_partner::Model) -> Place {
    Place { project: Some(partner.project_id), partner: Some(partner.id), ..Place::default() }
}

/// Refuses a change of what is no longer as it was read.
fn fresh(given: Option<i32>, stored: i32) -> Result<()> {
    if given.is_none_or(|version| version == stored) { Ok(()) } else { refuse(STALE_VERSION, "version") }
}

/// A row that must be alone of its kind and is not; other failures stay as they are.
fn duplicate(error: DbErr, field: &str) -> Error {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => Refusal::of(DUPLICATE, field).into(),
        _ => error.into(),
    }
}
