//! `createEdition`.

use async_graphql::{ID, InputObject};
use entities::shared::refusals::WRONG_STATE;
use entities::trainings::{DatesKind, actions};
use graph::trainings::types::Edition;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;
use kit::scalars::Date;

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
    /// Where those who take part from afar join it, beginning with `https://`; shown to whoever takes part.
    pub online_link: Option<String>,
    /// Who organises it under contract.
    pub contractor: Option<String>,
    /// Seats, 1 to 2000.
    pub seats: i32,
    /// How many of the seats are kept free for whom staff give them to (`enrolPerson` with `reserved`).
    #[graphql(default = 0)]
    pub seats_reserved: i32,
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
    CreateEdition (CreateEditionInput) -> CreateEditionPayload {
        /// The edition.
        edition: Edition
    }
    codes [WRONG_STATE]
    run |tx, op, cmd| actions::create_edition(tx, op, cmd);
}

fn parse(input: &CreateEditionInput, form: &mut Form) -> actions::NewEdition {
    actions::NewEdition {
        programme_id: form.id("programmeId", &input.programme_id),
        title: input.title.clone(),
        dates: input.dates.0,
        starts_on: form.day("startsOn", &input.starts_on),
        ends_on: form.day("endsOn", &input.ends_on),
        venue: input.venue.clone(),
        city: input.city.clone(),
        online_link: input.online_link.clone(),
        contractor: input.contractor.clone(),
        seats: input.seats,
        seats_reserved: input.seats_reserved,
        waiting_list_size: input.waiting_list_size,
        institution_cap: input.institution_cap,
        opens_on: form.opt_day("opensOn", input.opens_on.as_ref()),
        closes_on: form.opt_day("closesOn", input.closes_on.as_ref()),
        cancel_until: form.opt_day("cancelUntil", input.cancel_until.as_ref()),
        offer_hours: input.offer_hours,
        approval: input.approval,
        threshold_pct: input.threshold_pct,
    }
}
