//! `requestPersonExport`.

use async_graphql::{ID, InputObject};
use entities::requests::actions;
use entities::shared::refusals::{DUPLICATE, WRONG_STATE};

use crate::graphql::ids::parse;
use crate::mutation;
use crate::requests::types::DataSubjectRequest;

/// What `requestPersonExport` takes.
#[derive(InputObject)]
pub struct RequestPersonExportInput {
    /// Whose data.
    pub person_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    /// What was asked for.
    RequestPersonExport (RequestPersonExportInput) -> RequestPersonExportPayload {
        /// The request.
        data_subject_request: DataSubjectRequest
    }
    codes [WRONG_STATE, DUPLICATE]
    parse |input| actions::AskForExport { person_id: parse(&input.person_id, "personId")? };
    run |tx, call, cmd| actions::request_export(tx, call, cmd);
}
