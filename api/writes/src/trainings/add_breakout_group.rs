//! `addBreakoutGroup`.

use async_graphql::{ID, InputObject};
use entities::trainings::actions;
use graph::trainings::types::BreakoutGroup;
use kit::form::Form;
use kit::mutation;

/// What `addBreakoutGroup` takes.
#[derive(InputObject)]
pub struct AddBreakoutGroupInput {
    /// The edition.
    pub edition_id: ID,
    /// Name.
    pub name: String,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    AddBreakoutGroup (AddBreakoutGroupInput) -> AddBreakoutGroupPayload {
        /// The group.
        breakout_group: BreakoutGroup
    }
    codes []
    run |tx, op, cmd| actions::add_breakout_group(tx, op, cmd);
}

fn parse(input: &AddBreakoutGroupInput, form: &mut Form) -> actions::NewBreakoutGroup {
    actions::NewBreakoutGroup {
        edition_id: form.id("editionId", &input.edition_id),
        name: input.name.clone(),
    }
}
