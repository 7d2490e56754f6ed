//! `createEdition`.

use async_graphql::{ID, InputObject};
use entities::trainings::{DatesKind, actions};

use crate::graphql::enums::Coded;
use crate::graphql::ids::parse;
use crate::graphql::scalars::{Date, opt_day};
use crate::mutation;
use crate::trainings::types::Edition;

/// What `createEdition` takes.
#[derive(InputObject)]
pub struct CreateEditionInput {
    /// What is taught.
    pub programme_id: ID,
    /// Title, e.g. `Szkolenie 1`.
    pub title: String,
    /// Whether its dates are fixed.
    pub dates: Coded<DatesKind>,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
    /// Building and address.
    pub venue: Option<String>,
    /// Town.
    pub city: String,
    /// Who organises it under contract.
    pub contractor: Option<String>,
    /// Seats, 1 to 2000.
    pub seats: i32,
    /// Places on the waiting list.
    #[graphql(default = 0)]
    pub waiting_list_size: i32,
    /// Most people of one institution.
    pub institution_cap: Option<i32>,
    /// First day of enrolment.
    pub opens_on: Option<Date>,
    /// Last day of enrolment, to its end.
    pub closes_on: Option<Date>,
    /// Last day to cancel without a mark.
    pub cancel_until: Option<Date>,
    /// How long an offered seat is held, in hours.
    #[graphql(default = 48)]
    pub offer_hours: i32,
    /// Whether enrolments wait for approval.
    #[graphql(default = false)]
    pub approval: bool,
    /// Attendance that earns a certificate, in per cent.
    #[graphql(default = 80)]
    pub threshold_pct: i32,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    /// Creates an edition of a programme, as a draft.
    CreateEdition (CreateEditionInput) -> CreateEditionPayload {
        /// The edition.
        edition: Edition
    }
    codes []
    parse |input| actions::NewEdition {
        programme_id: parse(&input.programme_id, "programmeId")?,
        title: input.title.clone(),
        dates: input.dates.0,
        starts_on: input.starts_on.day("startsOn")?,
        ends_on: input.ends_on.day("endsOn")?,
        venue: input.venue.clone(),
        city: input.city.clone(),
        contractor: input.contractor.clone(),
        seats: input.seats,
        waiting_list_size: input.waiting_list_size,
        institution_cap: input.institution_cap,
        opens_on: opt_day(input.opens_on.as_ref(), "opensOn")?,
        closes_on: opt_day(input.closes_on.as_ref(), "closesOn")?,
        cancel_until: opt_day(input.cancel_until.as_ref(), "cancelUntil")?,
        offer_hours: input.offer_hours,
        approval: input.approval,
        threshold_pct: input.threshold_pct,
    };
    run |tx, call, cmd| actions::create_edition(tx, call, cmd);
}
