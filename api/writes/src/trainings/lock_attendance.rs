//! `lockAttendance`.

use async_graphql::{ID, InputObject};
use entities::shared::refusals::WRONG_STATE;
use entities::trainings::actions;
use entities::trainings::refusals::{ATTENDANCE_INCOMPLETE, ATTENDANCE_LOCKED};
use graph::trainings::types::Edition;
use kit::form::Form;
use kit::mutation;

/// What `lockAttendance` takes.
#[derive(InputObject)]
pub struct LockAttendanceInput {
    /// The edition.
    pub edition_id: ID,
    /// Whether people without an entry count as absent; else missing entries are refused.
    #[graphql(default = false)]
    pub missing_as_absent: bool,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    LockAttendance (LockAttendanceInput) -> LockAttendancePayload {
        /// The edition.
        edition: Edition
    }
    codes [WRONG_STATE, ATTENDANCE_LOCKED, ATTENDANCE_INCOMPLETE]
    run |tx, op, cmd| actions::lock_attendance(tx, op, cmd);
}

fn parse(input: &LockAttendanceInput, form: &mut Form) -> actions::LockAttendance {
    actions::LockAttendance {
        edition_id: form.id("editionId", &input.edition_id),
        missing_as_absent: input.missing_as_absent,
    }
}
