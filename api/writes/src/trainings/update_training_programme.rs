//! `updateTrainingProgramme`.

use async_graphql::{ID, InputObject, MaybeUndefined};
use entities::shared::refusals::STALE_VERSION;
use entities::trainings::{ProgrammeKind, actions};
use graph::trainings::types::TrainingProgramme;
use kit::enums::Coded;
use kit::form::Form;
use kit::{mutation, patch};

/// What `updateTrainingProgramme` takes. Fields left out stay as they are.
#[derive(InputObject)]
pub struct UpdateTrainingProgrammeInput {
    /// The programme.
    pub programme_id: ID,
    /// Kind.
    pub kind: MaybeUndefined<Coded<ProgrammeKind>>,
    /// Title.
    pub title: MaybeUndefined<String>,
    /// Aims; an empty text or `null` takes them away.
    pub aims: MaybeUndefined<String>,
    /// For whom it is; an empty text or `null` takes it away.
    pub audience: MaybeUndefined<String>,
    /// All topics in order, at most 40.
    pub topics: MaybeUndefined<Vec<String>>,
    /// How many months certificates issued from now on are valid; `null` for ever.
    pub certificate_months: MaybeUndefined<i32>,
    /// How certificates issued from now on read; `null` takes it away.
    pub template_id: MaybeUndefined<ID>,
    /// In how many of its editions one person may take part from now on; `null` for any number.
    pub editions_per_person: MaybeUndefined<i32>,
    /// How many seats one institution may have in all its editions together from now on; `null` for any number.
    pub institution_cap: MaybeUndefined<i32>,
    /// The version that was read; another one is refused.
    pub version: Option<i32>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    UpdateTrainingProgramme (UpdateTrainingProgrammeInput) -> UpdateTrainingProgrammePayload {
        /// The programme.
        training_programme: TrainingProgramme
    }
    codes [STALE_VERSION]
    run |tx, op, cmd| actions::update_programme(tx, op, cmd);
}

fn parse(input: &UpdateTrainingProgrammeInput, form: &mut Form) -> actions::ProgrammeChange {
    actions::ProgrammeChange {
        programme_id: form.id("programmeId", &input.programme_id),
        version: input.version,
        kind: form.sent("kind", &input.kind).map(|kind| kind.0),
        title: patch::text(&input.title),
        aims: patch::text(&input.aims),
        audience: patch::text(&input.audience),
        topics: form.sent("topics", &input.topics),
        certificate_months: patch::value(&input.certificate_months),
        template_id: form.changed_id("templateId", &input.template_id),
        editions_per_person: patch::value(&input.editions_per_person),
        institution_cap: patch::value(&input.institution_cap),
    }
}
