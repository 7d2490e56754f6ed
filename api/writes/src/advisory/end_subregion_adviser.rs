//! `endSubregionAdviser`.

use async_graphql::{ID, InputObject};
use entities::advisory::actions;
use entities::shared::refusals::NOTHING_CHANGED;
use graph::advisory::types::SubregionAdviser;
use kit::form::Form;
use kit::mutation;

/// What `endSubregionAdviser` takes.
#[derive(InputObject)]
pub struct EndSubregionAdviserInput {
    /// The adviser's post.
    pub subregion_adviser_id: ID,
    /// Why.
    pub reason: String,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    EndSubregionAdviser (EndSubregionAdviserInput) -> EndSubregionAdviserPayload {
        /// The adviser's post.
        adviser: SubregionAdviser
    }
    codes [NOTHING_CHANGED]
    run |tx, op, cmd| actions::end_adviser(tx, op, cmd);
}

fn parse(input: &EndSubregionAdviserInput, form: &mut Form) -> actions::EndAdviser {
    actions::EndAdviser {
        id: form.id("subregionAdviserId", &input.subregion_adviser_id),
        reason: input.reason.clone(),
    }
}
