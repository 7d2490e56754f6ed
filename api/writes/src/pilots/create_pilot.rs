//! `createPilot`.

use async_graphql::{ID, InputObject};
use entities::pilots::actions;
use entities::shared::refusals::WRONG_STATE;
use graph::pilots::types::Pilot;
use kit::form::Form;
use kit::mutation;
use kit::scalars::Date;

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
    CreatePilot (CreatePilotInput) -> CreatePilotPayload {
        /// The pilot.
        pilot: Pilot
    }
    codes [WRONG_STATE]
    run |tx, op, cmd| actions::create_pilot(tx, op, cmd);
}

fn parse(input: &CreatePilotInput, form: &mut Form) -> actions::NewPilot {
    actions::NewPilot {
        partner_id: form.id("partnerId", &input.partner_id),
        model_version_id: form.id("modelVersionId", &input.model_version_id),
        title: input.title.clone(),
        starts_on: form.day("startsOn", &input.starts_on),
        ends_on: form.day("endsOn", &input.ends_on),
    }
}
