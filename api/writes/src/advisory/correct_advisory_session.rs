//! `correctAdvisorySession`.

use async_graphql::{ID, InputObject};
use entities::advisory::actions;
use entities::shared::refusals::{STALE_VERSION, WRONG_STATE};
use graph::advisory::types::AdvisorySession;
use kit::form::Form;
use kit::mutation;
use kit::scalars::DateTime;

/// What `correctAdvisorySession` takes.
#[derive(InputObject)]
pub struct CorrectAdvisorySessionInput {
    /// The session.
    pub session_id: ID,
    /// When it began; as it is where none is given.
    pub held_at: Option<DateTime>,
    /// Minutes; 0 where it did not take place.
    pub minutes: Option<i32>,
    /// How many people were advised.
    pub people: Option<i32>,
    /// Why.
    pub reason: String,
    /// The version the client saw; refused if it has changed since.
    pub version: Option<i32>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    CorrectAdvisorySession (CorrectAdvisorySessionInput) -> CorrectAdvisorySessionPayload {
        /// The session.
        session: AdvisorySession
    }
    codes [WRONG_STATE, STALE_VERSION]
    run |tx, op, cmd| actions::correct_session(tx, op, cmd);
}

fn parse(input: &CorrectAdvisorySessionInput, form: &mut Form) -> actions::SessionCorrection {
    actions::SessionCorrection {
        id: form.id("sessionId", &input.session_id),
        held_at: form.opt_instant("heldAt", input.held_at.as_ref()),
        minutes: input.minutes,
        people: input.people,
        reason: input.reason.clone(),
        version: input.version,
    }
}
