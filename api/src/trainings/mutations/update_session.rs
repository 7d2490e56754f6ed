//! `updateSession`.

use async_graphql::{ID, InputObject, MaybeUndefined};
use entities::shared::refusals::{STALE_VERSION, WRONG_STATE};
use entities::trainings::actions;
use entities::trainings::refusals::{ATTENDANCE_LOCKED, ATTENDANCE_RECORDED};

use crate::graphql::ids::parse;
use crate::graphql::patch;
use crate::graphql::scalars::{DateTime, opt_instant};
use crate::mutation;
use crate::trainings::types::Session;

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
    /// Changes a session of an edition that is not over. Minutes recorded must fit into those planned.
    UpdateSession (UpdateSessionInput) -> UpdateSessionPayload {
        /// The session.
        session: Session
    }
    codes [WRONG_STATE, STALE_VERSION, ATTENDANCE_LOCKED, ATTENDANCE_RECORDED]
    parse |input| actions::SessionChange {
        session_id: parse(&input.session_id, "sessionId")?,
        version: input.version,
        title: patch::text(&input.title),
        starts_at: opt_instant(patch::value(&input.starts_at, "startsAt")?.as_ref(), "startsAt")?,
        ends_at: opt_instant(patch::value(&input.ends_at, "endsAt")?.as_ref(), "endsAt")?,
        planned_min: patch::value(&input.planned_min, "plannedMin")?,
        mandatory: patch::value(&input.mandatory, "mandatory")?,
    };
    run |tx, call, cmd| actions::update_session(tx, call, cmd);
}
