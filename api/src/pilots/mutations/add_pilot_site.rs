//! `addPilotSite`.

use async_graphql::{ID, InputObject};
use entities::pilots::actions;
use entities::shared::refusals::{DUPLICATE, WRONG_STATE};

use crate::graphql::ids::parse;
use crate::mutation;
use crate::pilots::types::PilotSite;

/// What `addPilotSite` takes.
#[derive(InputObject)]
pub struct AddPilotSiteInput {
    /// The pilot.
    pub pilot_id: ID,
    /// The gmina or powiat; once per pilot.
    pub unit_id: ID,
    /// Name as reports print it; the register's where none is given.
    pub name: Option<String>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    /// Adds a gmina or powiat to a pilot whose data are not closed.
    AddPilotSite (AddPilotSiteInput) -> AddPilotSitePayload {
        /// The site.
        pilot_site: PilotSite
    }
    codes [WRONG_STATE, DUPLICATE]
    parse |input| actions::NewSite {
        pilot_id: parse(&input.pilot_id, "pilotId")?,
        unit_id: parse(&input.unit_id, "unitId")?,
        name: input.name.clone(),
    };
    run |tx, call, cmd| actions::add_site(tx, call, cmd);
}
