//! `closeInstitution`.

use async_graphql::{ID, InputObject};
use entities::institutions::actions;
use entities::institutions::refusals::{BEGINS_LATER, HAS_PARTS};
use entities::shared::refusals::{STALE_VERSION, WRONG_STATE};
use graph::institutions::types::Institution;
use kit::form::Form;
use kit::mutation;
use kit::scalars::Date;

/// What `closeInstitution` takes.
#[derive(InputObject)]
pub struct CloseInstitutionInput {
    /// The institution.
    pub id: ID,
    /// The version that was read; a change by somebody else meanwhile is then refused.
    pub version: Option<i32>,
    /// Its last day; not one to come.
    pub on: Date,
    /// Why.
    pub reason: String,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    CloseInstitution (CloseInstitutionInput) -> CloseInstitutionPayload {
        /// The institution.
        institution: Institution
    }
    codes [WRONG_STATE, STALE_VERSION, HAS_PARTS, BEGINS_LATER]
    run |tx, op, cmd| actions::close_institution(tx, op, cmd);
}

fn parse(input: &CloseInstitutionInput, form: &mut Form) -> actions::CloseInstitution {
    actions::CloseInstitution {
        id: form.id("id", &input.id),
        version: input.version,
        on: form.day("on", &input.on),
        reason: input.reason.clone(),
    }
}
