//! `requestPersonExport`.

use async_graphql::{ID, InputObject};
use entities::requests::actions;
use entities::requests::refusals::PERSON_UNREACHABLE;
use entities::shared::refusals::{DUPLICATE, QUOTA_REACHED, WRONG_STATE};
use graph::requests::types::DataSubjectRequest;
use kit::form::Form;
use kit::mutation;

/// What `requestPersonExport` takes.
#[derive(InputObject)]
pub struct RequestPersonExportInput {
    /// Whose data.
    pub person_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RequestPersonExport (RequestPersonExportInput) -> RequestPersonExportPayload {
        /// The request.
        data_subject_request: DataSubjectRequest
    }
    codes [WRONG_STATE, DUPLICATE, PERSON_UNREACHABLE, QUOTA_REACHED]
    run |tx, op, cmd| actions::request_export(tx, op, cmd);
}

fn parse(input: &RequestPersonExportInput, form: &mut Form) -> actions::AskForExport {
    actions::AskForExport { person_id: form.id("personId", &input.person_id) }
}
