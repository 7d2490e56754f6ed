//! `refuseDataSubjectRequest`.

use async_graphql::{ID, InputObject};
use entities::requests::actions;
use entities::shared::refusals::WRONG_STATE;
use graph::requests::types::DataSubjectRequest;
use kit::form::Form;
use kit::mutation;

/// What `refuseDataSubjectRequest` takes.
#[derive(InputObject)]
pub struct RefuseDataSubjectRequestInput {
    /// The request.
    pub request_id: ID,
    /// Why, and where to complain; the person reads it.
    pub reason: String,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RefuseDataSubjectRequest (RefuseDataSubjectRequestInput) -> RefuseDataSubjectRequestPayload {
        /// The request.
        data_subject_request: DataSubjectRequest
    }
    codes [WRONG_STATE]
    run |tx, op, cmd| actions::refuse_request(tx, op, cmd);
}

fn parse(input: &RefuseDataSubjectRequestInput, form: &mut Form) -> actions::RefuseRequest {
    actions::RefuseRequest {
        request_id: form.id("requestId", &input.request_id),
        reason: input.reason.clone(),
    }
}
