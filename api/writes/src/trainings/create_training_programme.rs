//! `createTrainingProgramme`.

use async_graphql::{ID, InputObject};
use entities::shared::refusals::WRONG_STATE;
use entities::trainings::{ProgrammeKind, actions};
use graph::trainings::types::TrainingProgramme;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;

/// What `createTrainingProgramme` takes.
#[derive(InputObject)]
pub struct CreateTrainingProgrammeInput {
    /// The partner that runs it; its project is the programme's.
    pub partner_id: ID,
    /// Kind.
    pub kind: Coded<ProgrammeKind>,
    /// Title, at most 200 characters.
    pub title: String,
    /// Aims.
    pub aims: Option<String>,
    /// For whom it is.
    pub audience: Option<String>,
    /// Topics in order, at most 40; printed on its certificates.
    #[graphql(default)]
    pub topics: Vec<String>,
    /// How many months a certificate is valid; none for ever.
    pub certificate_months: Option<i32>,
    /// How its certificates read.
    pub template_id: Option<ID>,
    /// In how many of its editions one person may take part; none for any number.
    pub editions_per_person: Option<i32>,
    /// How many seats one institution may have in all its editions together; none for any number.
    pub institution_cap: Option<i32>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    CreateTrainingProgramme (CreateTrainingProgrammeInput) -> CreateTrainingProgrammePayload {
        /// The programme.
        training_programme: TrainingProgramme
    }
    codes [WRONG_STATE]
    run |tx, op, cmd| actions::create_programme(tx, op, cmd);
}

fn parse(input: &CreateTrainingProgrammeInput, form: &mut Form) -> actions::NewProgramme {
    actions::NewProgramme {
        partner_id: form.id("partnerId", &input.partner_id),
        kind: input.kind.0,
        title: input.title.clone(),
        aims: input.aims.clone(),
        audience: input.audience.clone(),
        topics: input.topics.clone(),
        certificate_months: input.certificate_months,
        template_id: form.opt_id("templateId", input.template_id.as_ref()),
        editions_per_person: input.editions_per_person,
        institution_cap: input.institution_cap,
    }
}
