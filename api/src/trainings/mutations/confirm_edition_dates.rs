//! `confirmEditionDates`.

use async_graphql::{ID, InputObject, MaybeUndefined};
use entities::shared::refusals::{STALE_VERSION, WRONG_STATE};
use entities::trainings::actions;

use crate::graphql::ids::parse;
use crate::graphql::patch;
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
    /// Building and address; an empty text or `null` takes it away.
    pub venue: MaybeUndefined<String>,
    /// Who organises it under contract; an empty text or `null` takes it away.
    pub contractor: MaybeUndefined<String>,
    /// First day of enrolment; `null` takes it away.
    pub opens_on: MaybeUndefined<Date>,
    /// Last day of enrolment, to its end; `null` takes it away.
    pub closes_on: MaybeUndefined<Date>,
    /// Last day to cancel without a mark, to its end; `null` takes it away.
    pub cancel_until: MaybeUndefined<Date>,
    /// The version that was read; another one is refused.
    pub version: Option<i32>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    /// Fixes the tentative dates of an edition that has not begun. Its sessions must lie within them, and its days of
    /// enrolment and cancellation not after them: where they would, their new days are sent as well.
    ConfirmEditionDates (ConfirmEditionDatesInput) -> ConfirmEditionDatesPayload {
        /// The edition.
        edition: Edition
    }
    codes [WRONG_STATE, STALE_VERSION]
    parse |input| actions::ConfirmDates {
        edition_id: parse(&input.edition_id, "editionId")?,
        version: input.version,
        starts_on: input.starts_on.day("startsOn")?,
        ends_on: input.ends_on.day("endsOn")?,
        venue: patch::text(&input.venue),
        contractor: patch::text(&input.contractor),
        days: actions::EnrolmentDays {
            opens_on: patch::day_or_none(&input.opens_on, "opensOn")?,
            closes_on: patch::day_or_none(&input.closes_on, "closesOn")?,
            cancel_until: patch::day_or_none(&input.cancel_until, "cancelUntil")?,
        },
    };
    run |tx, call, cmd| actions::confirm_dates(tx, call, cmd);
}
