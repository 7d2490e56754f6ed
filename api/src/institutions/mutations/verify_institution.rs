//! `verifyInstitution`.

use async_graphql::{ID, InputObject};
use entities::institutions::actions;
use entities::shared::refusals::{STALE_VERSION, WRONG_STATE};

use crate::graphql::ids::parse;
use crate::institutions::types::Institution;
use crate::mutation;

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
    /// What was checked.
    VerifyInstitution (VerifyInstitutionInput) -> VerifyInstitutionPayload {
        /// The institution.
        institution: Institution
    }
    codes [WRONG_STATE, STALE_VERSION]
    parse |input| actions::VerifyInstitution { id: parse(&input.id, "id")?, version: input.version };
    run |tx, call, cmd| actions::verify_institution(tx, call, cmd);
}
