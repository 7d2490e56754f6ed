//! `addModelVersion`.

use async_graphql::{ID, InputObject};
use entities::pilots::actions;
use graph::pilots::types::ModelVersion;
use kit::form::Form;
use kit::mutation;

/// What `addModelVersion` takes.
#[derive(InputObject)]
pub struct AddModelVersionInput {
    /// The model.
    pub model_id: ID,
    /// What the version says.
    pub summary: String,
    /// What it changes against the version before.
    pub changes: Option<String>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    AddModelVersion (AddModelVersionInput) -> AddModelVersionPayload {
        /// The version.
        model_version: ModelVersion
    }
    codes []
    run |tx, op, cmd| actions::add_version(tx, op, cmd);
}

fn parse(input: &AddModelVersionInput, form: &mut Form) -> actions::NewVersion {
    actions::NewVersion {
        model_id: form.id("modelId", &input.model_id),
        summary: input.summary.clone(),
        changes: input.changes.clone(),
    }
}
