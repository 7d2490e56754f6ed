//! `changeCoachingState`.

use async_graphql::{ID, InputObject};
use entities::advisory::refusals::{BOOKED_AHEAD, NO_COACHEE};
use entities::advisory::{CoachingState, actions};
use entities::shared::refusals::{STALE_VERSION, WRONG_STATE};
use graph::advisory::types::CoachingEngagement;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;

/// What `changeCoachingState` takes.
#[derive(InputObject)]
pub struct ChangeCoachingStateInput {
    /// The coaching.
    pub engagement_id: ID,
    /// The state to go to.
    pub to: Coded<CoachingState>,
    /// Why; required to end it early and to open it again.
    pub reason: Option<String>,
    /// The version the client saw; refused if it has changed since.
    pub version: Option<i32>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    ChangeCoachingState (ChangeCoachingStateInput) -> ChangeCoachingStatePayload {
        /// The coaching.
        engagement: CoachingEngagement
    }
    codes [WRONG_STATE, STALE_VERSION, NO_COACHEE, BOOKED_AHEAD]
    run |tx, op, cmd| actions::change_engagement_state(tx, op, cmd);
}

fn parse(input: &ChangeCoachingStateInput, form: &mut Form) -> actions::EngagementStateChange {
    actions::EngagementStateChange {
        id: form.id("engagementId", &input.engagement_id),
        to: input.to.0,
        reason: input.reason.clone(),
        version: input.version,
    }
}
