//! `setProgrammeTemplates`.

use async_graphql::{ID, InputObject};
use entities::trainings::actions;
use entities::trainings::refusals::TEMPLATE_TWICE;
use graph::trainings::types::TrainingProgramme;
use kit::form::Form;
use kit::mutation;

/// What `setProgrammeTemplates` takes.
#[derive(InputObject)]
pub struct SetProgrammeTemplatesInput {
    /// The programme.
    pub programme_id: ID,
    /// All its further templates, one of each kind and language; none for its own alone.
    pub template_ids: Vec<ID>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    SetProgrammeTemplates (SetProgrammeTemplatesInput) -> SetProgrammeTemplatesPayload {
        /// The programme.
        training_programme: TrainingProgramme
    }
    codes [TEMPLATE_TWICE]
    run |tx, op, cmd| actions::set_programme_templates(tx, op, cmd);
}

fn parse(input: &SetProgrammeTemplatesInput, form: &mut Form) -> actions::SetProgrammeTemplates {
    actions::SetProgrammeTemplates {
        programme_id: form.id("programmeId", &input.programme_id),
        template_ids: form.ids("templateIds", Some(&input.template_ids)),
    }
}
