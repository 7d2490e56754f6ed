//! `joinInstitutions`.

use async_graphql::{ID, InputObject};
use entities::requests::actions::{self, Join};
use entities::shared::ids::InstitutionId;
use entities::shared::refusals::WRONG_STATE;
use graph::institutions::types::Institution;
use kit::form::Form;
use kit::mutation;

/// What `joinInstitutions` takes.
#[derive(InputObject)]
pub struct JoinInstitutionsInput {
    /// The record that is kept, with its name, numbers and addresses.
    pub keep_id: ID,
    /// The record that goes; what hangs on it is handed over.
    pub merge_id: ID,
    /// Why; goes into the audit trail.
    pub reason: String,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    JoinInstitutions (JoinInstitutionsInput) -> JoinInstitutionsPayload {
        /// The record that is kept.
        institution: Institution
    }
    codes [WRONG_STATE]
    run |tx, op, cmd| actions::join_institutions(tx, op, cmd);
}

fn parse(input: &JoinInstitutionsInput, form: &mut Form) -> Join<InstitutionId> {
    Join {
        keep_id: form.id("keepId", &input.keep_id),
        merge_id: form.id("mergeId", &input.merge_id),
        reason: input.reason.clone(),
    }
}
