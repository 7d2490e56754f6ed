//! Writes of this room: authorize → rule → write → audit.

mod model;
mod pilot;
mod site;

pub use model::{NewModel, NewVersion, VersionStateChange, add_version, change_version_state, create_model};
pub use pilot::{NewPilot, PilotStateChange, change_pilot_state, create_pilot};
pub use site::{NewSite, NewSiteInstitution, add_site, add_site_institution};

use super::{cooperation_model, pilot as pilots, pilot_site};
use crate::partnerships::project_partner;
use crate::shared::actor::Actor;
use crate::shared::door::{self, Loaded, Placed};
use crate::shared::error::Result;
use crate::shared::ids::{PartnerId, PilotId};
use crate::shared::operation::Operation;
use crate::shared::policy::{self, Place, Right};
use crate::shared::tx::Tx;

impl Placed for cooperation_model::Model {
    fn place(&self) -> Place {
        Place { project: Some(self.project_id), partner: Some(self.partner_id), ..Place::default() }
    }
}

impl Placed for pilots::Model {
    fn place(&self) -> Place {
        Place { project: Some(self.project_id), partner: Some(self.partner_id), ..Place::default() }
    }
}

impl Placed for pilot_site::Model {
    fn place(&self) -> Place {
        Place {
            project: Some(self.project_id),
            partner: Some(self.partner_id),
            site: Some(self.id),
            ..Place::default()
        }
    }
}

/// The pilot, locked for this transaction, if the actor may see it.
pub(crate) async fn visible_pilot<'a>(
    tx: &Tx,
    op: &'a Operation,
    id: PilotId,
) -> Result<Loaded<'a, pilots::Model>> {
    door::load::<pilots::Entity>(tx, op, id, "pilotId").await
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

async fn visible_partner(tx: &Tx, op: &Operation, id: PartnerId) -> Result<project_partner::Model> {
    door::see::<project_partner::Entity>(tx, op, id, "partnerId").await
}

fn place_of(partner: &project_partner::Model) -> Place {
    Place { project: Some(partner.project_id), partner: Some(partner.id), ..Place::default() }
}
