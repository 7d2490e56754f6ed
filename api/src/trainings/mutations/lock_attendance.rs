//! `lockAttendance`.

use async_graphql::{ID, InputObject};
use entities::shared::refusals::WRONG_STATE;
use entities::trainings::actions;
use entities::trainings::refusals::{ATTENDANCE_INCOMPLETE, ATTENDANCE_LOCKED};

use crate::graphql::ids::parse;
use crate::mutation;
use crate::trainings::types::Edition;

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
    /// Locks the attendance list of an edition: from now on it counts, and nothing in it changes.
    LockAttendance (LockAttendanceInput) -> LockAttendancePayload {
        /// The edition.
        edition: Edition
    }
    codes [WRONG_STATE, ATTENDANCE_LOCKED, ATTENDANCE_INCOMPLETE]
    parse |input| actions::LockAttendance {
        edition_id: parse(&input.edition_id, "editionId")?,
        missing_as_absent: input.missing_as_absent,
    };
    run |tx, call, cmd| actions::lock_attendance(tx, call, cmd);
}
