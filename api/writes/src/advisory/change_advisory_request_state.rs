//! `changeAdvisoryRequestState`.

use async_graphql::{ID, InputObject};
use entities::advisory::refusals::NO_SESSION;
use entities::advisory::{AdvisoryRequestState, actions};
use entities::shared::refusals::{STALE_VERSION, WRONG_STATE};
use graph::advisory::types::AdvisoryRequest;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;
use kit::scalars::DateTime;

/// What `changeAdvisoryRequestState` takes.
#[derive(InputObject)]
pub struct ChangeAdvisoryRequestStateInput {
    /// The request.
    pub request_id: ID,
    /// The state to go to.
    pub to: Coded<AdvisoryRequestState>,
    /// When the advice is to take place; required where a time is agreed.
    pub scheduled_at: Option<DateTime>,
    /// Why; required to withdraw it and to call it off.
    pub reason: Option<String>,
    /// The version the client saw; refused if it has changed since.
    pub version: Option<i32>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    ChangeAdvisoryRequestState (ChangeAdvisoryRequestStateInput) -> ChangeAdvisoryRequestStatePayload {
        /// The request.
        request: AdvisoryRequest
    }
    codes [WRONG_STATE, STALE_VERSION, NO_SESSION]
    run |tx, op, cmd| actions::change_request_state(tx, op, cmd);
}

fn parse(input: &ChangeAdvisoryRequestStateInput, form: &mut Form) -> actions::RequestStateChange {
    actions::RequestStateChange {
        id: form.id("requestId", &input.request_id),
        to: input.to.0,
        scheduled_at: form.opt_instant("scheduledAt", input.scheduled_at.as_ref()),
        reason: input.reason.clone(),
        version: input.version,
    }
}
