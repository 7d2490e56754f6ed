//! `updateSession`.

use async_graphql::{ID, InputObject, MaybeUndefined};
use entities::shared::refusals::{STALE_VERSION, WRONG_STATE};
use entities::trainings::actions;
use entities::trainings::refusals::{ATTENDANCE_LOCKED, ATTENDANCE_RECORDED, SESSIONS_OVERLAP};
use graph::trainings::types::Session;
use kit::form::Form;
use kit::mutation;
use kit::patch;
use kit::scalars::DateTime;

/// What `updateSession` takes. Fields left out stay as they are.
#[derive(InputObject)]
pub struct UpdateSessionInput {
    /// The session.
    pub session_id: ID,
    /// Title.
    pub title: MaybeUndefined<String>,
    /// Start; on a day of the edition.
    pub starts_at: MaybeUndefined<DateTime>,
    /// End.
    pub ends_at: MaybeUndefined<DateTime>,
    /// Minutes planned; where times change and none are given, the session's length.
    pub planned_min: MaybeUndefined<i32>,
    /// Whether its threshold must be met by itself.
    pub mandatory: MaybeUndefined<bool>,
    /// The version that was read; another one is refused.
    pub version: Option<i32>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    UpdateSession (UpdateSessionInput) -> UpdateSessionPayload {
        /// The session.
        session: Session
    }
    codes [WRONG_STATE, STALE_VERSION, ATTENDANCE_LOCKED, ATTENDANCE_RECORDED, SESSIONS_OVERLAP]
    run |tx, op, cmd| actions::update_session(tx, op, cmd);
}

fn parse(input: &UpdateSessionInput, form: &mut Form) -> actions::SessionChange {
    actions::SessionChange {
        session_id: form.id("sessionId", &input.session_id),
        version: input.version,
        title: patch::text(&input.title),
        starts_at: form.sent_instant("startsAt", &input.starts_at),
        ends_at: form.sent_instant("endsAt", &input.ends_at),
        planned_min: form.sent("plannedMin", &input.planned_min),
        mandatory: form.sent("mandatory", &input.mandatory),
    }
}
