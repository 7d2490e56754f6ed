//! `addProjectTask`.

use async_graphql::{ID, InputObject};
use entities::partnerships::actions;
use entities::shared::refusals::{DUPLICATE, WRONG_STATE};

use crate::graphql::ids::parse;
use crate::graphql::scalars::Date;
use crate::mutation;
use crate::partnerships::types::ProjectTask;

/// What `addProjectTask` takes.
#[derive(InputObject)]
pub struct AddProjectTaskInput {
    /// The project.
    pub project_id: ID,
    /// Number within the project; the next one where none is given.
    pub ordinal: Option<i32>,
    /// Title.
    pub title: String,
    /// What is done.
    pub description: Option<String>,
    /// Name of the team.
    pub team: Option<String>,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    /// What was added.
    AddProjectTask (AddProjectTaskInput) -> AddProjectTaskPayload {
        /// The task.
        task: ProjectTask
    }
    codes [WRONG_STATE, DUPLICATE]
    parse |input| actions::NewTask { project_id: parse(&input.project_id, "projectId")?, ordinal: input.ordinal, title: input.title.clone(), description: input.description.clone(), team: input.team.clone(), starts_on: input.starts_on.day("startsOn")?, ends_on: input.ends_on.day("endsOn")?, };
    run |tx, call, cmd| actions::add_task(tx, call, cmd);
}
