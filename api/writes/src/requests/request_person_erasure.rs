//! `requestPersonErasure`.

use async_graphql::{ID, InputObject};
use entities::requests::actions;
use entities::shared::refusals::{DUPLICATE, WRONG_STATE};
use graph::requests::types::DataSubjectRequest;
use kit::form::Form;
use kit::mutation;

/// What `requestPersonErasure` takes.
#[derive(InputObject)]
pub struct RequestPersonErasureInput {
    /// Whose data.
    pub person_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RequestPersonErasure (RequestPersonErasureInput) -> RequestPersonErasurePayload {
        /// The request.
        data_subject_request: DataSubjectRequest
    }
    codes [WRONG_STATE, DUPLICATE]
    run |tx, op, cmd| actions::request_erasure(tx, op, cmd);
}

fn parse(input: &RequestPersonErasureInput, form: &mut Form) -> actions::AskForErasure {
    actions::AskForErasure { person_id: form.id("personId", &input.person_id) }
}
