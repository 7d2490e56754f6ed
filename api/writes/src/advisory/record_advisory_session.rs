//! `recordAdvisorySession`.

use async_graphql::{ID, InputObject};
use entities::advisory::actions;
use entities::shared::refusals::WRONG_STATE;
use graph::advisory::types::AdvisorySession;
use kit::form::Form;
use kit::mutation;
use kit::scalars::DateTime;

/// What `recordAdvisorySession` takes.
#[derive(InputObject)]
pub struct RecordAdvisorySessionInput {
    /// The request that it answers.
    pub request_id: ID,
    /// When it began.
    pub held_at: DateTime,
    /// Minutes, at most 720.
    pub minutes: i32,
    /// How many people were advised.
    pub people: i32,
    /// Where; none for online.
    pub place: Option<String>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RecordAdvisorySession (RecordAdvisorySessionInput) -> RecordAdvisorySessionPayload {
        /// The session.
        session: AdvisorySession
    }
    codes [WRONG_STATE]
    run |tx, op, cmd| actions::record_session(tx, op, cmd);
}

fn parse(input: &RecordAdvisorySessionInput, form: &mut Form) -> actions::NewSession {
    actions::NewSession {
        request_id: form.id("requestId", &input.request_id),
        held_at: form.instant("heldAt", &input.held_at),
        minutes: input.minutes,
        people: input.people,
        place: input.place.clone(),
    }
}
