//! `decideEnrolment`.

use async_graphql::{ID, InputObject};
use entities::shared::ids::EnrolmentId;
use entities::shared::refusals::WRONG_STATE;
use entities::trainings::actions::{self, Decision};
use graph::trainings::types::Enrolment;
use kit::form::Form;
use kit::mutation;

/// What `decideEnrolment` takes.
#[derive(InputObject)]
pub struct DecideEnrolmentInput {
    /// The enrolment.
    pub enrolment_id: ID,
    /// Whether to confirm the seat; else the person is rejected, and a seat held goes to whoever waits.
    pub approve: bool,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    DecideEnrolment (DecideEnrolmentInput) -> DecideEnrolmentPayload {
        /// The enrolment.
        enrolment: Enrolment
    }
    codes [WRONG_STATE]
    run |tx, op, cmd| actions::decide_enrolment(tx, op, cmd.0, cmd.1);
}

fn parse(input: &DecideEnrolmentInput, form: &mut Form) -> (EnrolmentId, Decision) {
    (
        form.id("enrolmentId", &input.enrolment_id),
        if input.approve { Decision::Approve } else { Decision::Reject },
    )
}
