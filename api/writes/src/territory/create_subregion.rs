//! `createSubregion`.

use async_graphql::{ID, InputObject};
use entities::shared::refusals::DUPLICATE;
use entities::territory::actions;
use graph::territory::types::Subregion;
use kit::form::Form;
use kit::mutation;

/// What `createSubregion` takes.
#[derive(InputObject)]
pub struct CreateSubregionInput {
    /// The voivodeship.
    pub voivodeship_id: ID,
    /// Name, at most 200 characters; each once in a voivodeship.
    pub name: String,
    /// Its powiats, cities with powiat rights among them.
    pub powiat_ids: Vec<ID>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    CreateSubregion (CreateSubregionInput) -> CreateSubregionPayload {
        /// The subregion.
        subregion: Subregion
    }
    codes [DUPLICATE]
    run |tx, op, cmd| actions::create_subregion(tx, op, cmd);
}

fn parse(input: &CreateSubregionInput, form: &mut Form) -> actions::NewSubregion {
    actions::NewSubregion {
        voivodeship_id: form.id("voivodeshipId", &input.voivodeship_id),
        name: input.name.clone(),
        powiat_ids: form.ids("powiatIds", Some(&input.powiat_ids)),
    }
}
