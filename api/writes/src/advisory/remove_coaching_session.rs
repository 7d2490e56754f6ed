//! `removeCoachingSession`.

use async_graphql::{ID, InputObject};
use entities::advisory::actions;
use entities::shared::refusals::{NOTHING_CHANGED, WRONG_STATE};
use graph::advisory::types::CoachingSession;
use kit::form::Form;
use kit::mutation;

/// What `removeCoachingSession` takes.
#[derive(InputObject)]
pub struct RemoveCoachingSessionInput {
    /// The session.
    pub session_id: ID,
    /// Why.
    pub reason: String,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RemoveCoachingSession (RemoveCoachingSessionInput) -> RemoveCoachingSessionPayload {
        /// The session.
        session: CoachingSession
    }
    codes [WRONG_STATE, NOTHING_CHANGED]
    run |tx, op, cmd| actions::remove_coaching(tx, op, cmd);
}

fn parse(input: &RemoveCoachingSessionInput, form: &mut Form) -> actions::RemoveCoaching {
    actions::RemoveCoaching { id: form.id("sessionId", &input.session_id), reason: input.reason.clone() }
}
