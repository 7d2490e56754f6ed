//! `changeEditionState`.

use async_graphql::{ID, InputObject};
use entities::partnerships::refusals::PROJECT_NOT_ACTIVE;
use entities::shared::refusals::{STALE_VERSION, WRONG_STATE};
use entities::trainings::refusals::{ATTENDANCE_NOT_LOCKED, ATTENDANCE_RECORDED, ENROLMENT_OVER, NOT_BEGUN};
use entities::trainings::{EditionState, actions};
use graph::trainings::types::Edition;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;

/// What `changeEditionState` takes.
#[derive(InputObject)]
pub struct ChangeEditionStateInput {
    /// The edition.
    pub edition_id: ID,
    /// The state to go to.
    pub to: Coded<EditionState>,
    /// Why; required to call an edition off, and to take back that it has begun.
    pub reason: Option<String>,
    /// The version the client saw; refused if it has changed since.
    pub version: Option<i32>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    ChangeEditionState (ChangeEditionStateInput) -> ChangeEditionStatePayload {
        /// The edition.
        edition: Edition
    }
    codes [WRONG_STATE, STALE_VERSION, PROJECT_NOT_ACTIVE, ATTENDANCE_NOT_LOCKED, ATTENDANCE_RECORDED, ENROLMENT_OVER, NOT_BEGUN]
    run |tx, op, cmd| actions::change_edition_state(tx, op, cmd);
}

fn parse(input: &ChangeEditionStateInput, form: &mut Form) -> actions::ChangeEditionState {
    actions::ChangeEditionState {
        edition_id: form.id("editionId", &input.edition_id),
        to: input.to.0,
        reason: input.reason.clone(),
        version: input.version,
    }
}
