//! `addProjectTask`.

use async_graphql::{ID, InputObject};
use entities::partnerships::actions;
use entities::shared::refusals::{DUPLICATE, WRONG_STATE};
use graph::partnerships::types::ProjectTask;
use kit::form::Form;
use kit::mutation;
use kit::scalars::Date;

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
    AddProjectTask (AddProjectTaskInput) -> AddProjectTaskPayload {
        /// The task.
        task: ProjectTask
    }
    codes [WRONG_STATE, DUPLICATE]
    run |tx, op, cmd| actions::add_task(tx, op, cmd);
}

fn parse(input: &AddProjectTaskInput, form: &mut Form) -> actions::NewTask {
    actions::NewTask {
        project_id: form.id("projectId", &input.project_id),
        ordinal: input.ordinal,
        title: input.title.clone(),
        description: input.description.clone(),
        team: input.team.clone(),
        starts_on: form.day("startsOn", &input.starts_on),
        ends_on: form.day("endsOn", &input.ends_on),
    }
}
