//! `createPilot`.

use async_graphql::{ID, InputObject};
use entities::pilots::actions;
use entities::shared::refusals::WRONG_STATE;

use crate::graphql::ids::parse;
use crate::graphql::scalars::Date;
use crate::mutation;
use crate::pilots::types::Pilot;

/// What `createPilot` takes.
#[derive(InputObject)]
pub struct CreatePilotInput {
    /// The partner that runs it; its project is the pilot's.
    pub partner_id: ID,
    /// What is piloted: a version approved for it.
    pub model_version_id: ID,
    /// Title, at most 200 characters.
    pub title: String,
    /// First day, within the period of the project.
    pub starts_on: Date,
    /// Last day, within the period of the project.
    pub ends_on: Date,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    /// Creates a pilot of a version that was approved for it, as planned.
    CreatePilot (CreatePilotInput) -> CreatePilotPayload {
        /// The pilot.
        pilot: Pilot
    }
    codes [WRONG_STATE]
    parse |input| actions::NewPilot {
        partner_id: parse(&input.partner_id, "partnerId")?,
        model_version_id: parse(&input.model_version_id, "modelVersionId")?,
        title: input.title.clone(),
        starts_on: input.starts_on.day("startsOn")?,
        ends_on: input.ends_on.day("endsOn")?,
    };
    run |tx, call, cmd| actions::create_pilot(tx, call, cmd);
}
