//! `reopenInstitution`.

use async_graphql::{ID, InputObject};
use entities::institutions::actions;
use entities::shared::refusals::{STALE_VERSION, WRONG_STATE};
use graph::institutions::types::Institution;
use kit::form::Form;
use kit::mutation;

/// What `reopenInstitution` takes.
#[derive(InputObject)]
pub struct ReopenInstitutionInput {
    /// The institution.
    pub id: ID,
    /// The version that was read; a change by somebody else meanwhile is then refused.
    pub version: Option<i32>,
    /// Why.
    pub reason: String,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    ReopenInstitution (ReopenInstitutionInput) -> ReopenInstitutionPayload {
        /// The institution.
        institution: Institution
    }
    codes [WRONG_STATE, STALE_VERSION]
    run |tx, op, cmd| actions::reopen_institution(tx, op, cmd);
}

fn parse(input: &ReopenInstitutionInput, form: &mut Form) -> actions::ReopenInstitution {
    actions::ReopenInstitution {
        id: form.id("id", &input.id),
        version: input.version,
        reason: input.reason.clone(),
    }
}
