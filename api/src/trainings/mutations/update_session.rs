//! `updateSession`.

use async_graphql::{ID, InputObject};
use entities::trainings::actions;

use crate::graphql::ids::parse;
use crate::graphql::scalars::{DateTime, opt_instant};
use crate::mutation;
use crate::trainings::types::Session;

/// What `updateSession` takes. Fields left out stay as they are.
#[derive(InputObject)]
pub struct UpdateSessionInput {
    /// The session.
    pub session_id: ID,
    /// Title.
    pub title: Option<String>,
    /// Start; on a day of the edition.
    pub starts_at: Option<DateTime>,
    /// End.
    pub ends_at: Option<DateTime>,
    /// Minutes planned; where times change and none are given, the session's length.
    pub planned_min: Option<i32>,
    /// Whether its threshold must be met by itself.
    pub mandatory: Option<bool>,
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
    codes [WrongState, StaleVersion, AttendanceLocked]
    parse |input| actions::SessionChange {
        session_id: parse(&input.session_id, "sessionId")?,
        version: input.version,
        title: input.title.clone(),
        starts_at: opt_instant(input.starts_at.as_ref(), "startsAt")?,
        ends_at: opt_instant(input.ends_at.as_ref(), "endsAt")?,
        planned_min: input.planned_min,
        mandatory: input.mandatory,
    };
    run |tx, call, cmd| actions::update_session(tx, call, cmd);
}
