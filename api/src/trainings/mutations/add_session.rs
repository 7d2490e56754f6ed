//! `addSession`.

use async_graphql::{ID, InputObject};
use entities::shared::refusals::WRONG_STATE;
use entities::trainings::actions;
use entities::trainings::refusals::ATTENDANCE_LOCKED;

use crate::graphql::ids::{parse, parse_opt};
use crate::graphql::scalars::DateTime;
use crate::mutation;
use crate::trainings::types::Session;

/// What `addSession` takes.
#[derive(InputObject)]
pub struct AddSessionInput {
    /// The edition.
    pub edition_id: ID,
    /// The breakout group it is for; none for a plenary.
    pub breakout_group_id: Option<ID>,
    /// Title.
    pub title: String,
    /// Start; on a day of the edition.
    pub starts_at: DateTime,
    /// End.
    pub ends_at: DateTime,
    /// Minutes planned; the session's length where none are given.
    pub planned_min: Option<i32>,
    /// Whether its threshold must be met by itself.
    #[graphql(default = false)]
    pub mandatory: bool,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    /// Adds a session to an edition that is not over.
    AddSession (AddSessionInput) -> AddSessionPayload {
        /// The session.
        session: Session
    }
    codes [WRONG_STATE, ATTENDANCE_LOCKED]
    parse |input| actions::NewSession {
        edition_id: parse(&input.edition_id, "editionId")?,
        breakout_group_id: parse_opt(input.breakout_group_id.as_ref(), "breakoutGroupId")?,
        title: input.title.clone(),
        starts_at: input.starts_at.at("startsAt")?,
        ends_at: input.ends_at.at("endsAt")?,
        planned_min: input.planned_min,
        mandatory: input.mandatory,
    };
    run |tx, call, cmd| actions::add_session(tx, call, cmd);
}
