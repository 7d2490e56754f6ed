//! `updateEdition`.

use async_graphql::{ID, InputObject};
use entities::trainings::actions;

use crate::graphql::ids::parse;
use crate::graphql::scalars::Date;
use crate::mutation;
use crate::trainings::types::Edition;

/// What `updateEdition` takes. Fields left out stay as they are.
#[derive(InputObject)]
pub struct UpdateEditionInput {
    /// The edition.
    pub edition_id: ID,
    /// Title.
    pub title: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// Building and address; an empty text takes it away.
    pub venue: Option<String>,
    /// Who organises it under contract; an empty text takes it away.
    pub contractor: Option<String>,
    /// First day of enrolment.
    pub opens_on: Option<Date>,
    /// Last day of enrolment, to its end.
    pub closes_on: Option<Date>,
    /// Last day to cancel without a mark.
    pub cancel_until: Option<Date>,
    /// The version that was read; another one is refused.
    pub version: Option<i32>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    /// Changes an edition that is not over. What documents have printed stays.
    UpdateEdition (UpdateEditionInput) -> UpdateEditionPayload {
        /// The edition.
        edition: Edition
    }
    codes [WrongState, StaleVersion]
    parse |input| actions::EditionChange {
        edition_id: parse(&input.edition_id, "editionId")?,
        version: input.version,
        title: input.title.clone(),
        city: input.city.clone(),
        venue: input.venue.clone(),
        contractor: input.contractor.clone(),
        opens_on: input.opens_on.as_ref().map(|day| day.day("opensOn")).transpose()?,
        closes_on: input.closes_on.as_ref().map(|day| day.day("closesOn")).transpose()?,
        cancel_until: input.cancel_until.as_ref().map(|day| day.day("cancelUntil")).transpose()?,
    };
    run |tx, call, cmd| actions::update_edition(tx, call, cmd);
}
