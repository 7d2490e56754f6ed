//! `assignAdvisoryRequest`.

use async_graphql::{ID, InputObject};
use entities::advisory::actions;
use entities::shared::refusals::{NOTHING_CHANGED, STALE_VERSION, WRONG_STATE};
use graph::advisory::types::AdvisoryRequest;
use kit::form::Form;
use kit::mutation;

/// What `assignAdvisoryRequest` takes.
#[derive(InputObject)]
pub struct AssignAdvisoryRequestInput {
    /// The request.
    pub request_id: ID,
    /// The post of an adviser of the same partner.
    pub subregion_adviser_id: ID,
    /// Why; required where it is handed over from another adviser.
    pub reason: Option<String>,
    /// The version the client saw; refused if it has changed since.
    pub version: Option<i32>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    AssignAdvisoryRequest (AssignAdvisoryRequestInput) -> AssignAdvisoryRequestPayload {
        /// The request.
        request: AdvisoryRequest
    }
    codes [WRONG_STATE, STALE_VERSION, NOTHING_CHANGED]
    run |tx, op, cmd| actions::assign_request(tx, op, cmd);
}

fn parse(input: &AssignAdvisoryRequestInput, form: &mut Form) -> actions::AssignRequest {
    actions::AssignRequest {
        id: form.id("requestId", &input.request_id),
        adviser_id: form.id("subregionAdviserId", &input.subregion_adviser_id),
        reason: input.reason.clone(),
        version: input.version,
    }
}
