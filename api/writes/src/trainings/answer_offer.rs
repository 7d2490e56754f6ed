//! `answerOffer`.

use async_graphql::{ID, InputObject};
use entities::shared::ids::EnrolmentId;
use entities::shared::refusals::WRONG_STATE;
use entities::trainings::actions::{self, AnswerOffer as Answer};
use graph::trainings::types::Enrolment;
use kit::form::Form;
use kit::mutation;

/// What `answerOffer` takes.
#[derive(InputObject)]
pub struct AnswerOfferInput {
    /// The enrolment the seat was offered to.
    pub enrolment_id: ID,
    /// Whether to take the seat.
    pub accept: bool,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    AnswerOffer (AnswerOfferInput) -> AnswerOfferPayload {
        /// The enrolment.
        enrolment: Enrolment
    }
    codes [WRONG_STATE]
    run |tx, op, cmd| actions::answer_offer(tx, op, cmd.0, cmd.1);
}

fn parse(input: &AnswerOfferInput, form: &mut Form) -> (EnrolmentId, Answer) {
    (form.id("enrolmentId", &input.enrolment_id), if input.accept { Answer::Accept } else { Answer::Decline })
}
