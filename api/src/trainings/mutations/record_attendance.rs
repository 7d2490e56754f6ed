//! `recordAttendance`.

use async_graphql::{ID, InputObject};
use entities::shared::refusals::{DUPLICATE, TOO_MANY, WRONG_STATE};
use entities::trainings::actions;
use entities::trainings::refusals::ATTENDANCE_LOCKED;

use crate::graphql::ids::parse;
use crate::mutation;
use crate::trainings::types::Session;

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
    /// Records the attendance of a session for a whole list, in minutes. All or nothing; a person recorded before is corrected.
    RecordAttendance (RecordAttendanceInput) -> RecordAttendancePayload {
        /// The session.
        session: Session
    }
    codes [WRONG_STATE, ATTENDANCE_LOCKED, TOO_MANY, DUPLICATE]
    parse |input| actions::RecordAttendance {
        session_id: parse(&input.session_id, "sessionId")?,
        entries: input.entries.iter().enumerate().map(|(n, entry)| {
            let enrolment_id = parse(&entry.enrolment_id, &format!("entries[{n}].enrolmentId"))?;
            Ok(actions::Entry { enrolment_id, minutes: entry.minutes })
        }).collect::<entities::shared::error::Result<_>>()?,
    };
    run |tx, call, cmd| actions::record_attendance(tx, call, cmd);
}
