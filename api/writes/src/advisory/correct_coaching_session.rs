//! `correctCoachingSession`.

use async_graphql::{ID, InputObject};
use entities::advisory::refusals::BUDGET_SPENT;
use entities::advisory::{AdvisoryTopic, actions};
use entities::shared::refusals::{NOTHING_CHANGED, STALE_VERSION, WRONG_STATE};
use graph::advisory::types::CoachingSession;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;
use kit::scalars::DateTime;

/// What `correctCoachingSession` takes.
#[derive(InputObject)]
pub struct CorrectCoachingSessionInput {
    /// The session.
    pub session_id: ID,
    /// When it began; as it is where none is given.
    pub held_at: Option<DateTime>,
    /// Minutes.
    pub minutes: Option<i32>,
    /// How many coachees were there.
    pub people: Option<i32>,
    /// About what.
    pub topic: Option<Coded<AdvisoryTopic>>,
    /// Why.
    pub reason: String,
    /// The version the client saw; refused if it has changed since.
    pub version: Option<i32>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    CorrectCoachingSession (CorrectCoachingSessionInput) -> CorrectCoachingSessionPayload {
        /// The session.
        session: CoachingSession
    }
    codes [WRONG_STATE, STALE_VERSION, NOTHING_CHANGED, BUDGET_SPENT]
    run |tx, op, cmd| actions::correct_coaching(tx, op, cmd);
}

fn parse(input: &CorrectCoachingSessionInput, form: &mut Form) -> actions::CoachingCorrection {
    actions::CoachingCorrection {
        id: form.id("sessionId", &input.session_id),
        held_at: form.opt_instant("heldAt", input.held_at.as_ref()),
        minutes: input.minutes,
        people: input.people,
        topic: input.topic.map(|topic| topic.0),
        reason: input.reason.clone(),
        version: input.version,
    }
}
