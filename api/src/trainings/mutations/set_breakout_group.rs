//! `setBreakoutGroup`.

use async_graphql::{ID, InputObject};
use entities::shared::ids::{BreakoutGroupId, EnrolmentId};
use entities::trainings::actions;
use entities::trainings::refusals::ATTENDANCE_LOCKED;

use crate::graphql::ids::{parse, parse_opt};
use crate::mutation;
use crate::trainings::types::Enrolment;

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
    /// Puts a participant into a breakout group, or out of all.
    SetBreakoutGroup (SetBreakoutGroupInput) -> SetBreakoutGroupPayload {
        /// The enrolment.
        enrolment: Enrolment
    }
    codes [ATTENDANCE_LOCKED]
    parse |input| (
        parse::<EnrolmentId>(&input.enrolment_id, "enrolmentId")?,
        parse_opt::<BreakoutGroupId>(input.breakout_group_id.as_ref(), "breakoutGroupId")?,
    );
    run |tx, call, cmd| actions::set_breakout_group(tx, call, cmd.0, cmd.1);
}
