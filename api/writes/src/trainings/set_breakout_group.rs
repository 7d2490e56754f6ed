//! `setBreakoutGroup`.

use async_graphql::{ID, InputObject};
use entities::shared::ids::{BreakoutGroupId, EnrolmentId};
use entities::trainings::actions;
use entities::trainings::refusals::ATTENDANCE_LOCKED;
use graph::trainings::types::Enrolment;
use kit::form::Form;
use kit::mutation;

/// What `setBreakoutGroup` takes.
#[derive(InputObject)]
pub struct SetBreakoutGroupInput {
    /// The participant's enrolment.
    pub enrolment_id: ID,
    /// The group; none for out of all.
    pub breakout_group_id: Option<ID>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    SetBreakoutGroup (SetBreakoutGroupInput) -> SetBreakoutGroupPayload {
        /// The enrolment.
        enrolment: Enrolment
    }
    codes [ATTENDANCE_LOCKED]
    run |tx, op, cmd| actions::set_breakout_group(tx, op, cmd.0, cmd.1);
}

fn parse(input: &SetBreakoutGroupInput, form: &mut Form) -> (EnrolmentId, Option<BreakoutGroupId>) {
    (
        form.id("enrolmentId", &input.enrolment_id),
        form.opt_id("breakoutGroupId", input.breakout_group_id.as_ref()),
    )
}
