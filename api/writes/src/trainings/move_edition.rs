//! `moveEdition`.

use async_graphql::{ID, InputObject, MaybeUndefined};
use entities::shared::refusals::{STALE_VERSION, WRONG_STATE};
use entities::trainings::actions;
use graph::trainings::types::Edition;
use kit::form::Form;
use kit::mutation;
use kit::scalars::Date;

/// What `moveEdition` takes. Days of enrolment that are left out stay as they are.
#[derive(InputObject)]
pub struct MoveEditionInput {
    /// The edition.
    pub edition_id: ID,
    /// The first day from now on; the last day and the sessions follow.
    pub starts_on: Date,
    /// Why, for the trail of changes.
    pub reason: Option<String>,
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
    MoveEdition (MoveEditionInput) -> MoveEditionPayload {
        /// The edition.
        edition: Edition
    }
    codes [WRONG_STATE, STALE_VERSION]
    run |tx, op, cmd| actions::move_edition(tx, op, cmd);
}

fn parse(input: &MoveEditionInput, form: &mut Form) -> actions::MoveEdition {
    actions::MoveEdition {
        edition_id: form.id("editionId", &input.edition_id),
        version: input.version,
        starts_on: form.day("startsOn", &input.starts_on),
        reason: input.reason.clone(),
        days: actions::EnrolmentDays {
            opens_on: form.changed_day("opensOn", &input.opens_on),
            closes_on: form.changed_day("closesOn", &input.closes_on),
            cancel_until: form.changed_day("cancelUntil", &input.cancel_until),
        },
    }
}
