//! `recordAttendance`.

use async_graphql::{ID, InputObject};
use entities::shared::refusals::{DUPLICATE, TOO_MANY, WRONG_STATE};
use entities::trainings::actions;
use entities::trainings::refusals::ATTENDANCE_LOCKED;
use graph::trainings::types::Session;
use kit::form::Form;
use kit::mutation;

/// The attendance of one person.
#[derive(InputObject)]
pub struct AttendanceEntryInput {
    /// The person's enrolment.
    pub enrolment_id: ID,
    /// Minutes attended; 0 for absent, at most those planned.
    pub minutes: i32,
}

/// What `recordAttendance` takes.
#[derive(InputObject)]
pub struct RecordAttendanceInput {
    /// The session.
    pub session_id: ID,
    /// One entry per person, at most 2000.
    pub entries: Vec<AttendanceEntryInput>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RecordAttendance (RecordAttendanceInput) -> RecordAttendancePayload {
        /// The session.
        session: Session
    }
    codes [WRONG_STATE, ATTENDANCE_LOCKED, TOO_MANY, DUPLICATE]
    run |tx, op, cmd| actions::record_attendance(tx, op, cmd);
}

fn parse(input: &RecordAttendanceInput, form: &mut Form) -> actions::RecordAttendance {
    actions::RecordAttendance {
        session_id: form.id("sessionId", &input.session_id),
        entries: form.each("entries", &input.entries, |form, entry| actions::Entry {
            enrolment_id: form.id("enrolmentId", &entry.enrolment_id),
            minutes: entry.minutes,
        }),
    }
}
