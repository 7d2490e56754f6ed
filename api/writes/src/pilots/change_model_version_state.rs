//! `changeModelVersionState`.

use async_graphql::{ID, InputObject};
use entities::pilots::{ModelState, actions};
use entities::shared::refusals::{STALE_VERSION, WRONG_STATE};
use graph::pilots::types::ModelVersion;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;

/// What `changeModelVersionState` takes.
#[derive(InputObject)]
pub struct ChangeModelVersionStateInput {
    /// The version of the model.
    pub model_version_id: ID,
    /// The state to go to.
    pub to: Coded<ModelState>,
    /// Why; required to withdraw it.
    pub reason: Option<String>,
    /// The `version` the client saw; refused if it has changed since.
    pub version: Option<i32>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    ChangeModelVersionState (ChangeModelVersionStateInput) -> ChangeModelVersionStatePayload {
        /// The version.
        model_version: ModelVersion
    }
    codes [WRONG_STATE, STALE_VERSION]
    run |tx, op, cmd| actions::change_version_state(tx, op, cmd);
}

fn parse(input: &ChangeModelVersionStateInput, form: &mut Form) -> actions::VersionStateChange {
    actions::VersionStateChange {
        id: form.id("modelVersionId", &input.model_version_id),
        to: input.to.0,
        reason: input.reason.clone(),
        version: input.version,
    }
}
