//! `addSession`.

use async_graphql::{ID, InputObject};
use entities::shared::refusals::WRONG_STATE;
use entities::trainings::actions;
use entities::trainings::refusals::{ATTENDANCE_LOCKED, SESSIONS_OVERLAP};
use graph::trainings::types::Session;
use kit::form::Form;
use kit::mutation;
use kit::scalars::DateTime;

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
    AddSession (AddSessionInput) -> AddSessionPayload {
        /// The session.
        session: Session
    }
    codes [WRONG_STATE, ATTENDANCE_LOCKED, SESSIONS_OVERLAP]
    run |tx, op, cmd| actions::add_session(tx, op, cmd);
}

fn parse(input: &AddSessionInput, form: &mut Form) -> actions::NewSession {
    actions::NewSession {
        edition_id: form.id("editionId", &input.edition_id),
        breakout_group_id: form.opt_id("breakoutGroupId", input.breakout_group_id.as_ref()),
        title: input.title.clone(),
        starts_at: form.instant("startsAt", &input.starts_at),
        ends_at: form.instant("endsAt", &input.ends_at),
        planned_min: input.planned_min,
        mandatory: input.mandatory,
    }
}
