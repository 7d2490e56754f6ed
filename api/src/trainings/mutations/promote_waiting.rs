//! `promoteWaiting`.

use async_graphql::{ID, InputObject};
use entities::shared::ids::EditionId;
use entities::trainings::actions;

use crate::graphql::ids::parse;
use crate::mutation;
use crate::trainings::types::Edition;

/// What `promoteWaiting` takes.
#[derive(InputObject)]
pub struct PromoteWaitingInput {
    /// The edition.
    pub edition_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    /// Offers free seats to people who wait, longest first.
    PromoteWaiting (PromoteWaitingInput) -> PromoteWaitingPayload {
        /// The edition.
        edition: Edition
    }
    codes []
    parse |input| parse::<EditionId>(&input.edition_id, "editionId")?;
    run |tx, call, cmd| actions::promote_waiting(tx, call, cmd);
}
