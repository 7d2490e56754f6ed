//! `decideEnrolment`.

use async_graphql::{ID, InputObject};
use entities::shared::ids::EnrolmentId;
use entities::shared::refusals::WRONG_STATE;
use entities::trainings::actions::{self, Decision};

use crate::graphql::ids::parse;
use crate::mutation;
use crate::trainings::types::Enrolment;

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
    /// Approves an enrolment that waits for approval, or rejects one that is not confirmed: who waits for approval, for a
    /// seat, or holds an offer.
    DecideEnrolment (DecideEnrolmentInput) -> DecideEnrolmentPayload {
        /// The enrolment.
        enrolment: Enrolment
    }
    codes [WRONG_STATE]
    parse |input| (
        parse::<EnrolmentId>(&input.enrolment_id, "enrolmentId")?,
        if input.approve { Decision::Approve } else { Decision::Reject },
    );
    run |tx, call, cmd| actions::decide_enrolment(tx, call, cmd.0, cmd.1);
}
