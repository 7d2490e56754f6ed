//! `addModelVersion`.

use async_graphql::{ID, InputObject};
use entities::pilots::actions;

use crate::graphql::ids::parse;
use crate::mutation;
use crate::pilots::types::ModelVersion;

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
    /// Adds the next version to a model, as a draft.
    AddModelVersion (AddModelVersionInput) -> AddModelVersionPayload {
        /// The version.
        model_version: ModelVersion
    }
    codes []
    parse |input| actions::NewVersion {
        model_id: parse(&input.model_id, "modelId")?,
        summary: input.summary.clone(),
        changes: input.changes.clone(),
    };
    run |tx, call, cmd| actions::add_version(tx, call, cmd);
}
