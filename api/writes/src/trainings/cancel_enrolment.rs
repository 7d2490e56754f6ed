//! `cancelEnrolment`.

use async_graphql::{ID, InputObject};
use entities::shared::ids::EnrolmentId;
use entities::shared::refusals::WRONG_STATE;
use entities::trainings::actions;
use entities::trainings::refusals::ATTENDANCE_LOCKED;
use graph::trainings::types::Enrolment;
use kit::form::Form;
use kit::mutation;

/// What `cancelEnrolment` takes.
#[derive(InputObject)]
pub struct CancelEnrolmentInput {
    /// The enrolment.
    pub enrolment_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    CancelEnrolment (CancelEnrolmentInput) -> CancelEnrolmentPayload {
        /// The enrolment.
        enrolment: Enrolment
    }
    codes [WRONG_STATE, ATTENDANCE_LOCKED]
    run |tx, op, cmd| actions::cancel_enrolment(tx, op, cmd);
}

fn parse(input: &CancelEnrolmentInput, form: &mut Form) -> EnrolmentId {
    form.id("enrolmentId", &input.enrolment_id)
}
