//! `removeCoachee`.

use async_graphql::{ID, InputObject};
use entities::advisory::actions;
use entities::advisory::refusals::NO_COACHEE;
use entities::shared::refusals::{NOTHING_CHANGED, WRONG_STATE};
use graph::advisory::types::CoachingMember;
use kit::form::Form;
use kit::mutation;

/// What `removeCoachee` takes.
#[derive(InputObject)]
pub struct RemoveCoacheeInput {
    /// The coachee.
    pub member_id: ID,
    /// Why.
    pub reason: String,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RemoveCoachee (RemoveCoacheeInput) -> RemoveCoacheePayload {
        /// The coachee.
        member: CoachingMember
    }
    codes [WRONG_STATE, NO_COACHEE, NOTHING_CHANGED]
    run |tx, op, cmd| actions::remove_coachee(tx, op, cmd);
}

fn parse(input: &RemoveCoacheeInput, form: &mut Form) -> actions::RemoveCoachee {
    actions::RemoveCoachee { id: form.id("memberId", &input.member_id), reason: input.reason.clone() }
}
