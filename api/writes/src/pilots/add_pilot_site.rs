//! `addPilotSite`.

use async_graphql::{ID, InputObject};
use entities::pilots::actions;
use entities::shared::refusals::{DUPLICATE, WRONG_STATE};
use graph::pilots::types::PilotSite;
use kit::form::Form;
use kit::mutation;

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
    AddPilotSite (AddPilotSiteInput) -> AddPilotSitePayload {
        /// The site.
        pilot_site: PilotSite
    }
    codes [WRONG_STATE, DUPLICATE]
    run |tx, op, cmd| actions::add_site(tx, op, cmd);
}

fn parse(input: &AddPilotSiteInput, form: &mut Form) -> actions::NewSite {
    actions::NewSite {
        pilot_id: form.id("pilotId", &input.pilot_id),
        unit_id: form.id("unitId", &input.unit_id),
        name: input.name.clone(),
    }
}
