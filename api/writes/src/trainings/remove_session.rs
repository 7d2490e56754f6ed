//! `removeSession`.

use async_graphql::{ID, InputObject};
use entities::shared::ids::SessionId;
use entities::shared::refusals::WRONG_STATE;
use entities::trainings::actions;
use entities::trainings::refusals::{ATTENDANCE_LOCKED, ATTENDANCE_RECORDED};
use graph::trainings::types::Edition;
use kit::form::Form;
use kit::mutation;

/// What `removeSession` takes.
#[derive(InputObject)]
pub struct RemoveSessionInput {
    /// The session.
    pub session_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RemoveSession (RemoveSessionInput) -> RemoveSessionPayload {
        /// The edition it was of.
        edition: Edition
    }
    codes [WRONG_STATE, ATTENDANCE_LOCKED, ATTENDANCE_RECORDED]
    run |tx, op, cmd| actions::remove_session(tx, op, cmd);
}

fn parse(input: &RemoveSessionInput, form: &mut Form) -> SessionId {
    form.id("sessionId", &input.session_id)
}
