//! `promoteWaiting`.

use async_graphql::{ID, InputObject};
use entities::shared::ids::EditionId;
use entities::trainings::actions;
use entities::trainings::refusals::ENROLMENT_CLOSED;
use graph::trainings::types::Edition;
use kit::form::Form;
use kit::mutation;

/// What `promoteWaiting` takes.
#[derive(InputObject)]
pub struct PromoteWaitingInput {
    /// The edition.
    pub edition_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    PromoteWaiting (PromoteWaitingInput) -> PromoteWaitingPayload {
        /// The edition.
        edition: Edition
    }
    codes [ENROLMENT_CLOSED]
    run |tx, op, cmd| actions::promote_waiting(tx, op, cmd);
}

fn parse(input: &PromoteWaitingInput, form: &mut Form) -> EditionId {
    form.id("editionId", &input.edition_id)
}
