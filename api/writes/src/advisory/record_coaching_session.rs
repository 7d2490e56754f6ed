//! `recordCoachingSession`.

use async_graphql::{ID, InputObject};
use entities::advisory::refusals::BUDGET_SPENT;
use entities::advisory::{AdvisoryTopic, actions};
use entities::shared::refusals::{DUPLICATE, WRONG_STATE};
use graph::advisory::types::CoachingSession;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;
use kit::scalars::DateTime;

/// What `recordCoachingSession` takes.
#[derive(InputObject)]
pub struct RecordCoachingSessionInput {
    /// The coaching.
    pub engagement_id: ID,
    /// The booking that it followed.
    pub booking_id: Option<ID>,
    /// When it began; as it was booked where none is given.
    pub held_at: Option<DateTime>,
    /// Minutes; at most what is left of the budget.
    pub minutes: i32,
    /// How many coachees were there.
    pub people: i32,
    /// About what; as the coaching where none is given.
    pub topic: Option<Coded<AdvisoryTopic>>,
    /// Where; none for online.
    pub place: Option<String>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RecordCoachingSession (RecordCoachingSessionInput) -> RecordCoachingSessionPayload {
        /// The session.
        session: CoachingSession
    }
    codes [WRONG_STATE, DUPLICATE, BUDGET_SPENT]
    run |tx, op, cmd| actions::record_coaching(tx, op, cmd);
}

fn parse(input: &RecordCoachingSessionInput, form: &mut Form) -> actions::NewCoachingSession {
    actions::NewCoachingSession {
        engagement_id: form.id("engagementId", &input.engagement_id),
        booking_id: form.opt_id("bookingId", input.booking_id.as_ref()),
        held_at: form.opt_instant("heldAt", input.held_at.as_ref()),
        minutes: input.minutes,
        people: input.people,
        topic: input.topic.map(|topic| topic.0),
        place: input.place.clone(),
    }
}
