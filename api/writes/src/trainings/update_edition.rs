//! `updateEdition`.

use async_graphql::{ID, InputObject, MaybeUndefined};
use entities::shared::refusals::{STALE_VERSION, WRONG_STATE};
use entities::trainings::actions;
use entities::trainings::refusals::ATTENDANCE_LOCKED;
use graph::trainings::types::Edition;
use kit::form::Form;
use kit::mutation;
use kit::patch;
use kit::scalars::Date;

/// What `updateEdition` takes. Fields left out stay as they are.
#[derive(InputObject)]
pub struct UpdateEditionInput {
    /// The edition.
    pub edition_id: ID,
    /// Title.
    pub title: MaybeUndefined<String>,
    /// Town.
    pub city: MaybeUndefined<String>,
    /// Building and address; an empty text or `null` takes it away.
    pub venue: MaybeUndefined<String>,
    /// Where those who take part from afar join it, beginning with `https://`; an empty text or `null` takes it away.
    pub online_link: MaybeUndefined<String>,
    /// Who organises it under contract; an empty text or `null` takes it away.
    pub contractor: MaybeUndefined<String>,
    /// First day of enrolment; `null` takes it away.
    pub opens_on: MaybeUndefined<Date>,
    /// Last day of enrolment, to its end; `null` takes it away.
    pub closes_on: MaybeUndefined<Date>,
    /// Last day to cancel without a mark, to its end; `null` takes it away.
    pub cancel_until: MaybeUndefined<Date>,
    /// Places on the waiting list, not fewer than wait.
    pub waiting_list_size: MaybeUndefined<i32>,
    /// Most people of one institution; `null` for no such limit.
    pub institution_cap: MaybeUndefined<i32>,
    /// How long an offered seat is held, in hours.
    pub offer_hours: MaybeUndefined<i32>,
    /// Whether enrolments made from now on wait for approval.
    pub approval: MaybeUndefined<bool>,
    /// Attendance that earns a certificate, in per cent of the minutes planned; until attendance is locked.
    pub threshold_pct: MaybeUndefined<i32>,
    /// The version that was read; another one is refused.
    pub version: Option<i32>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    UpdateEdition (UpdateEditionInput) -> UpdateEditionPayload {
        /// The edition.
        edition: Edition
    }
    codes [WRONG_STATE, STALE_VERSION, ATTENDANCE_LOCKED]
    run |tx, op, cmd| actions::update_edition(tx, op, cmd);
}

fn parse(input: &UpdateEditionInput, form: &mut Form) -> actions::EditionChange {
    actions::EditionChange {
        edition_id: form.id("editionId", &input.edition_id),
        version: input.version,
        title: patch::text(&input.title),
        city: patch::text(&input.city),
        venue: patch::text(&input.venue),
        online_link: patch::text(&input.online_link),
        contractor: patch::text(&input.contractor),
        days: actions::EnrolmentDays {
            opens_on: form.changed_day("opensOn", &input.opens_on),
            closes_on: form.changed_day("closesOn", &input.closes_on),
            cancel_until: form.changed_day("cancelUntil", &input.cancel_until),
        },
        waiting_list_size: form.sent("waitingListSize", &input.waiting_list_size),
        institution_cap: patch::value(&input.institution_cap),
        offer_hours: form.sent("offerHours", &input.offer_hours),
        approval: form.sent("approval", &input.approval),
        threshold_pct: form.sent("thresholdPct", &input.threshold_pct),
    }
}
