//! `verifyInstitution`.

use async_graphql::{ID, InputObject};
use entities::institutions::actions;
use entities::shared::refusals::{STALE_VERSION, WRONG_STATE};
use graph::institutions::types::Institution;
use kit::form::Form;
use kit::mutation;

/// What `verifyInstitution` takes.
#[derive(InputObject)]
pub struct VerifyInstitutionInput {
    /// The institution.
    pub id: ID,
    /// The version that was read; a change by somebody else meanwhile is then refused.
    pub version: Option<i32>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    VerifyInstitution (VerifyInstitutionInput) -> VerifyInstitutionPayload {
        /// The institution.
        institution: Institution
    }
    codes [WRONG_STATE, STALE_VERSION]
    run |tx, op, cmd| actions::verify_institution(tx, op, cmd);
}

fn parse(input: &VerifyInstitutionInput, form: &mut Form) -> actions::VerifyInstitution {
    actions::VerifyInstitution { id: form.id("id", &input.id), version: input.version }
}
