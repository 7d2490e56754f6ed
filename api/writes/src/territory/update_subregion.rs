//! `updateSubregion`.

use async_graphql::{ID, InputObject};
use entities::shared::refusals::{DUPLICATE, STALE_VERSION};
use entities::territory::actions;
use graph::territory::types::Subregion;
use kit::form::Form;
use kit::mutation;

/// What `updateSubregion` takes. What is left out stays.
#[derive(InputObject)]
pub struct UpdateSubregionInput {
    /// The subregion.
    pub subregion_id: ID,
    /// Another name.
    pub name: Option<String>,
    /// All its powiats from now on.
    pub powiat_ids: Option<Vec<ID>>,
    /// The version the client saw; refused if it has changed since.
    pub version: Option<i32>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    UpdateSubregion (UpdateSubregionInput) -> UpdateSubregionPayload {
        /// The subregion.
        subregion: Subregion
    }
    codes [DUPLICATE, STALE_VERSION]
    run |tx, op, cmd| actions::update_subregion(tx, op, cmd);
}

fn parse(input: &UpdateSubregionInput, form: &mut Form) -> actions::SubregionChange {
    actions::SubregionChange {
        id: form.id("subregionId", &input.subregion_id),
        version: input.version,
        name: input.name.clone(),
        powiat_ids: input.powiat_ids.as_ref().map(|ids| form.ids("powiatIds", Some(ids))),
    }
}
