//! `appointSubregionAdviser`.

use async_graphql::{ID, InputObject};
use entities::advisory::actions;
use entities::partnerships::refusals::PROJECT_NOT_ACTIVE;
use entities::shared::refusals::{DUPLICATE, WRONG_STATE};
use graph::advisory::types::SubregionAdviser;
use kit::form::Form;
use kit::mutation;

/// What `appointSubregionAdviser` takes.
#[derive(InputObject)]
pub struct AppointSubregionAdviserInput {
    /// The partner for which they advise.
    pub partner_id: ID,
    /// The subregion, of the partner's voivodeship.
    pub subregion_id: ID,
    /// The adviser.
    pub person_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    AppointSubregionAdviser (AppointSubregionAdviserInput) -> AppointSubregionAdviserPayload {
        /// The adviser's post.
        adviser: SubregionAdviser
    }
    codes [PROJECT_NOT_ACTIVE, WRONG_STATE, DUPLICATE]
    run |tx, op, cmd| actions::appoint_adviser(tx, op, cmd);
}

fn parse(input: &AppointSubregionAdviserInput, form: &mut Form) -> actions::NewAdviser {
    actions::NewAdviser {
        partner_id: form.id("partnerId", &input.partner_id),
        subregion_id: form.id("subregionId", &input.subregion_id),
        person_id: form.id("personId", &input.person_id),
    }
}
