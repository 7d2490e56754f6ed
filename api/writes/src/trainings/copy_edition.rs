//! `copyEdition`.

use async_graphql::{ID, InputObject};
use entities::trainings::{DatesKind, actions};
use graph::trainings::types::Edition;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;
use kit::scalars::Date;

/// What `copyEdition` takes.
#[derive(InputObject)]
pub struct CopyEditionInput {
    /// The edition that is copied, whatever its state.
    pub edition_id: ID,
    /// Title of the new one.
    pub title: String,
    /// Its first day; its last day, its sessions and its days of enrolment are as far from it as they were.
    pub starts_on: Date,
    /// Whether its dates are fixed.
    pub dates: Coded<DatesKind>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    CopyEdition (CopyEditionInput) -> CopyEditionPayload {
        /// The new edition, a draft.
        edition: Edition
    }
    codes []
    run |tx, op, cmd| actions::copy_edition(tx, op, cmd);
}

fn parse(input: &CopyEditionInput, form: &mut Form) -> actions::CopyEdition {
    actions::CopyEdition {
        edition_id: form.id("editionId", &input.edition_id),
        title: input.title.clone(),
        starts_on: form.day("startsOn", &input.starts_on),
        dates: input.dates.0,
    }
}
