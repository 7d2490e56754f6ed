//! `changeProjectState`.

use async_graphql::{ID, InputObject};
use entities::partnerships::refusals::VISIBILITY_MISSING;
use entities::partnerships::{ProjectState, actions};
use entities::shared::refusals::{STALE_VERSION, WRONG_STATE};
use graph::partnerships::types::Project;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;

/// What `changeProjectState` takes.
#[derive(InputObject)]
pub struct ChangeProjectStateInput {
    /// The project.
    pub id: ID,
    /// The version that was read; a change by somebody else meanwhile is then refused.
    pub version: Option<i32>,
    /// The state it goes to.
    pub to: Coded<ProjectState>,
    /// Why; required to suspend.
    pub reason: Option<String>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    ChangeProjectState (ChangeProjectStateInput) -> ChangeProjectStatePayload {
        /// The project.
        project: Project
    }
    codes [WRONG_STATE, STALE_VERSION, VISIBILITY_MISSING]
    run |tx, op, cmd| actions::change_project_state(tx, op, cmd);
}

fn parse(input: &ChangeProjectStateInput, form: &mut Form) -> actions::ProjectStateChange {
    actions::ProjectStateChange {
        id: form.id("id", &input.id),
        version: input.version,
        to: input.to.0,
        reason: input.reason.clone(),
    }
}
