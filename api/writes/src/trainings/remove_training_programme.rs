//! `removeTrainingProgramme`.

use async_graphql::{ID, InputObject};
use entities::shared::ids::ProgrammeId;
use entities::trainings::actions;
use entities::trainings::refusals::PROGRAMME_IN_USE;
use graph::partnerships::types::Project;
use kit::form::Form;
use kit::mutation;

/// What `removeTrainingProgramme` takes.
#[derive(InputObject)]
pub struct RemoveTrainingProgrammeInput {
    /// The programme.
    pub programme_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RemoveTrainingProgramme (RemoveTrainingProgrammeInput) -> RemoveTrainingProgrammePayload {
        /// The project it was of.
        project: Project
    }
    codes [PROGRAMME_IN_USE]
    run |tx, op, cmd| actions::remove_programme(tx, op, cmd);
}

fn parse(input: &RemoveTrainingProgrammeInput, form: &mut Form) -> ProgrammeId {
    form.id("programmeId", &input.programme_id)
}
