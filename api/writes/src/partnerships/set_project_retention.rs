//! `setProjectRetention`.

use async_graphql::{ID, InputObject};
use entities::partnerships::actions;
use entities::shared::refusals::STALE_VERSION;
use graph::partnerships::types::Project;
use kit::form::Form;
use kit::mutation;
use kit::scalars::Date;

/// What `setProjectRetention` takes.
#[derive(InputObject)]
pub struct SetProjectRetentionInput {
    /// The project.
    pub id: ID,
    /// The version that was read; a change by somebody else meanwhile is then refused.
    pub version: Option<i32>,
    /// The last day, not before the end of the project; 31 December of the fifth year after its end where none is given.
    pub until: Option<Date>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    SetProjectRetention (SetProjectRetentionInput) -> SetProjectRetentionPayload {
        /// The project.
        project: Project
    }
    codes [STALE_VERSION]
    run |tx, op, cmd| actions::set_retention(tx, op, cmd);
}

fn parse(input: &SetProjectRetentionInput, form: &mut Form) -> actions::ProjectRetention {
    actions::ProjectRetention {
        id: form.id("id", &input.id),
        version: input.version,
        until: form.opt_day("until", input.until.as_ref()),
    }
}
