//! `changePilotState`.

use async_graphql::{ID, InputObject};
use entities::partnerships::refusals::PROJECT_NOT_ACTIVE;
use entities::pilots::refusals::SITES_MISSING;
use entities::pilots::{PilotState, actions};
use entities::shared::refusals::{STALE_VERSION, WRONG_STATE};
use graph::pilots::types::Pilot;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;

/// What `changePilotState` takes.
#[derive(InputObject)]
pub struct ChangePilotStateInput {
    /// The pilot.
    pub pilot_id: ID,
    /// The state to go to.
    pub to: Coded<PilotState>,
    /// Why.
    pub reason: Option<String>,
    /// The version the client saw; refused if it has changed since.
    pub version: Option<i32>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    ChangePilotState (ChangePilotStateInput) -> ChangePilotStatePayload {
        /// The pilot.
        pilot: Pilot
    }
    codes [WRONG_STATE, STALE_VERSION, PROJECT_NOT_ACTIVE, SITES_MISSING]
    run |tx, op, cmd| actions::change_pilot_state(tx, op, cmd);
}

fn parse(input: &ChangePilotStateInput, form: &mut Form) -> actions::PilotStateChange {
    actions::PilotStateChange {
        id: form.id("pilotId", &input.pilot_id),
        to: input.to.0,
        reason: input.reason.clone(),
        version: input.version,
    }
}
