//! `addBreakoutGroup`.

use async_graphql::{ID, InputObject};
use entities::trainings::actions;

use crate::graphql::ids::parse;
use crate::mutation;
use crate::trainings::types::BreakoutGroup;

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
    /// Adds a breakout group to an edition.
    AddBreakoutGroup (AddBreakoutGroupInput) -> AddBreakoutGroupPayload {
        /// The group.
        breakout_group: BreakoutGroup
    }
    codes []
    parse |input| actions::NewBreakoutGroup { edition_id: parse(&input.edition_id, "editionId")?, name: input.name.clone() };
    run |tx, call, cmd| actions::add_breakout_group(tx, call, cmd);
}
