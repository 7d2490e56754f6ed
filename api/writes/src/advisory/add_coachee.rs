//! `addCoachee`.

use async_graphql::{ID, InputObject};
use entities::advisory::actions;
use entities::advisory::refusals::ONE_COACHEE;
use entities::shared::refusals::{DUPLICATE, TOO_MANY, WRONG_STATE};
use graph::advisory::types::CoachingMember;
use kit::form::Form;
use kit::mutation;

/// What `addCoachee` takes.
#[derive(InputObject)]
pub struct AddCoacheeInput {
    /// The coaching.
    pub engagement_id: ID,
    /// The person.
    pub person_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    AddCoachee (AddCoacheeInput) -> AddCoacheePayload {
        /// The coachee.
        member: CoachingMember
    }
    codes [WRONG_STATE, ONE_COACHEE, TOO_MANY, DUPLICATE]
    run |tx, op, cmd| actions::add_coachee(tx, op, cmd);
}

fn parse(input: &AddCoacheeInput, form: &mut Form) -> actions::NewCoachee {
    actions::NewCoachee {
        engagement_id: form.id("engagementId", &input.engagement_id),
        person_id: form.id("personId", &input.person_id),
    }
}
