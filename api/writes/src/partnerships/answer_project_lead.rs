//! `answerProjectLead`.

use async_graphql::{ID, InputObject};
use entities::accounts::actions::answer_lead;
use entities::partnerships::actions;
use entities::partnerships::refusals::LEAD_NOT_OFFERED;
use entities::shared::refusals::WRONG_STATE;
use graph::partnerships::types::ProjectPartner;
use kit::form::Form;
use kit::mutation;

/// What `answerProjectLead` takes.
#[derive(InputObject)]
pub struct AnswerProjectLeadInput {
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
    AnswerProjectLead (AnswerProjectLeadInput) -> AnswerProjectLeadPayload {
        /// The partner.
        partner: ProjectPartner
    }
    codes [WRONG_STATE, LEAD_NOT_OFFERED]
    run |tx, op, cmd| answer_lead(tx, op, cmd);
}

fn parse(input: &AnswerProjectLeadInput, form: &mut Form) -> actions::Answer {
    actions::Answer {
        partner_id: form.id("partnerId", &input.partner_id),
        accept: input.accept,
        reason: input.reason.clone(),
    }
}
