//! `updateEnrolment`.

use async_graphql::{ID, InputObject, MaybeUndefined};
use entities::shared::refusals::{STALE_VERSION, WRONG_STATE};
use entities::trainings::actions;
use entities::trainings::refusals::ATTENDANCE_LOCKED;
use graph::trainings::types::Enrolment;
use kit::form::Form;
use kit::{mutation, patch};

/// What `updateEnrolment` takes. Fields left out stay as they are.
#[derive(InputObject)]
pub struct UpdateEnrolmentInput {
    /// The enrolment.
    pub enrolment_id: ID,
    /// Diet; an empty text or `null` takes it away.
    pub needs_diet: MaybeUndefined<String>,
    /// Whether a night's lodging is wanted.
    pub needs_night: MaybeUndefined<bool>,
    /// Needs for access; an empty text or `null` takes them away.
    pub needs_access: MaybeUndefined<String>,
    /// The version that was read; another one is refused.
    pub version: Option<i32>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    UpdateEnrolment (UpdateEnrolmentInput) -> UpdateEnrolmentPayload {
        /// The enrolment.
        enrolment: Enrolment
    }
    codes [WRONG_STATE, STALE_VERSION, ATTENDANCE_LOCKED]
    run |tx, op, cmd| actions::update_enrolment(tx, op, cmd);
}

fn parse(input: &UpdateEnrolmentInput, form: &mut Form) -> actions::EnrolmentChange {
    actions::EnrolmentChange {
        enrolment_id: form.id("enrolmentId", &input.enrolment_id),
        version: input.version,
        needs_diet: patch::text(&input.needs_diet),
        needs_night: form.sent("needsNight", &input.needs_night),
        needs_access: patch::text(&input.needs_access),
    }
}
