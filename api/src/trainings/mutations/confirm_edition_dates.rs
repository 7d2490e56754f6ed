//! `confirmEditionDates`.

use async_graphql::{ID, InputObject};
use entities::trainings::actions;

use crate::graphql::ids::parse;
use crate::graphql::scalars::Date;
use crate::mutation;
use crate::trainings::types::Edition;

/// What `confirmEditionDates` takes. Fields left out stay as they are.
#[derive(InputObject)]
pub struct ConfirmEditionDatesInput {
    /// The edition.
    pub edition_id: ID,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
    /// Building and address.
    pub venue: Option<String>,
    /// Who organises it under contract.
    pub contractor: Option<String>,
    /// The version that was read; another one is refused.
    pub version: Option<i32>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    /// Fixes the tentative dates of an edition that has not begun. Its sessions must lie within them.
    ConfirmEditionDates (ConfirmEditionDatesInput) -> ConfirmEditionDatesPayload {
        /// The edition.
        edition: Edition
    }
    codes [WrongState, StaleVersion]
    parse |input| actions::ConfirmDates {
        edition_id: parse(&input.edition_id, "editionId")?,
        version: input.version,
        starts_on: input.starts_on.day("startsOn")?,
        ends_on: input.ends_on.day("endsOn")?,
        venue: input.venue.clone(),
        contractor: input.contractor.clone(),
    };
    run |tx, call, cmd| actions::confirm_dates(tx, call, cmd);
}
