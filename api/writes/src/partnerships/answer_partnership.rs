//! `answerPartnership`.

use async_graphql::{ID, InputObject};
use entities::accounts::actions::answer_partnership;
use entities::partnerships::actions;
use entities::shared::refusals::WRONG_STATE;
use graph::partnerships::types::ProjectPartner;
use kit::form::Form;
use kit::mutation;

/// What `answerPartnership` takes.
#[derive(InputObject)]
pub struct AnswerPartnershipInput {
    /// The partner.
    pub partner_id: ID,
    /// Yes or no.
    pub accept: bool,
    /// Why; required of whoever answers for an office that is not their own.
    pub reason: Option<String>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    AnswerPartnership (AnswerPartnershipInput) -> AnswerPartnershipPayload {
        /// The partner.
        partner: ProjectPartner
    }
    codes [WRONG_STATE]
    run |tx, op, cmd| answer_partnership(tx, op, cmd);
}

fn parse(input: &AnswerPartnershipInput, form: &mut Form) -> actions::Answer {
    actions::Answer {
        partner_id: form.id("partnerId", &input.partner_id),
        accept: input.accept,
        reason: input.reason.clone(),
    }
}
