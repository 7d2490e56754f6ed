//! `askForAdvice`.

use async_graphql::{ID, InputObject};
use entities::advisory::{AdvisoryTopic, actions};
use entities::partnerships::refusals::PROJECT_NOT_ACTIVE;
use entities::shared::refusals::WRONG_STATE;
use graph::advisory::types::AdvisoryRequest;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;

/// What `askForAdvice` takes.
#[derive(InputObject)]
pub struct AskForAdviceInput {
    /// The partner that is asked: that of the institution's voivodeship.
    pub partner_id: ID,
    /// Who asks.
    pub institution_id: ID,
    /// About what.
    pub topic: Coded<AdvisoryTopic>,
    /// What is asked, in words.
    pub words: String,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    AskForAdvice (AskForAdviceInput) -> AskForAdvicePayload {
        /// The request.
        request: AdvisoryRequest
    }
    codes [PROJECT_NOT_ACTIVE, WRONG_STATE]
    run |tx, op, cmd| actions::ask_for_advice(tx, op, cmd);
}

fn parse(input: &AskForAdviceInput, form: &mut Form) -> actions::NewRequest {
    actions::NewRequest {
        partner_id: form.id("partnerId", &input.partner_id),
        institution_id: form.id("institutionId", &input.institution_id),
        topic: input.topic.0,
        words: input.words.clone(),
    }
}
