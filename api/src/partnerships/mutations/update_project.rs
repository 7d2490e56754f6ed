//! `updateProject`.

use async_graphql::{ID, InputObject};
use entities::partnerships::actions;

use crate::graphql::ids::{parse, parse_opt};
use crate::graphql::scalars::{Date, opt_day};
use crate::mutation;
use crate::partnerships::types::Project;

/// What `updateProject` takes.
#[derive(InputObject)]
pub struct UpdateProjectInput {
    /// The project.
    pub id: ID,
    /// The version that was read; a change by somebody else meanwhile is then refused.
    pub version: Option<i32>,
    /// Title.
    pub title: Option<String>,
    /// Number of the grant agreement; an empty text clears it.
    pub number: Option<String>,
    /// Main goal.
    pub goal: Option<String>,
    /// First day.
    pub starts_on: Option<Date>,
    /// Last day.
    pub ends_on: Option<Date>,
    /// Day the grant agreement was signed.
    pub agreement_on: Option<Date>,
    /// Signs on its documents.
    pub visibility_profile_id: Option<ID>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    /// What was changed.
    UpdateProject (UpdateProjectInput) -> UpdateProjectPayload {
        /// The project.
        project: Project
    }
    codes [WrongState, StaleVersion, Duplicate]
    parse |input| actions::ProjectChange { id: parse(&input.id, "id")?, version: input.version, title: input.title.clone(), number: input.number.clone(), goal: input.goal.clone(), starts_on: opt_day(input.starts_on.as_ref(), "startsOn")?, ends_on: opt_day(input.ends_on.as_ref(), "endsOn")?, agreement_on: opt_day(input.agreement_on.as_ref(), "agreementOn")?, visibility_profile_id: parse_opt(input.visibility_profile_id.as_ref(), "visibilityProfileId")? };
    run |tx, call, cmd| actions::update_project(tx, call, cmd);
}
