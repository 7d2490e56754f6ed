//! `answerOffer`.

use async_graphql::{ID, InputObject};
use entities::shared::ids::EnrolmentId;
use entities::shared::refusals::WRONG_STATE;
use entities::trainings::actions::{self, AnswerOffer as Answer};

use crate::graphql::ids::parse;
use crate::mutation;
use crate::trainings::types::Enrolment;

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
    /// Takes or declines an offered seat. Where the edition wants approval, a seat that was taken waits for it. Who
    /// declines is not offered one again.
    AnswerOffer (AnswerOfferInput) -> AnswerOfferPayload {
        /// The enrolment.
        enrolment: Enrolment
    }
    codes [WRONG_STATE]
    parse |input| (
        parse::<EnrolmentId>(&input.enrolment_id, "enrolmentId")?,
        if input.accept { Answer::Accept } else { Answer::Decline },
    );
    run |tx, call, cmd| actions::answer_offer(tx, call, cmd.0, cmd.1);
}
