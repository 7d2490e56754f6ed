//! `createProject`.

use async_graphql::{ID, InputObject};
use entities::accounts::actions::create_project;
use entities::partnerships::actions;
use entities::shared::refusals::DUPLICATE;
use graph::partnerships::types::Project;
use kit::form::Form;
use kit::mutation;
use kit::scalars::Date;

/// What `createProject` takes.
#[derive(InputObject)]
pub struct CreateProjectInput {
    /// What pays for it.
    pub programme_id: ID,
    /// Title.
    pub title: String,
    /// Number of the grant agreement; alone among projects.
    pub number: Option<String>,
    /// Main goal.
    pub goal: String,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
    /// Day the grant agreement was signed.
    pub agreement_on: Option<Date>,
    /// The lead; may also be added later.
    pub lead: Option<ProjectLeadInput>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

/// The lead of a new project.
#[derive(InputObject)]
pub struct ProjectLeadInput {
    /// Name as documents print it.
    pub name: String,
    /// The voivodeship.
    pub voivodeship_id: ID,
    /// The office itself.
    pub institution_id: Option<ID>,
    /// Why an office that the viewer does not speak for is the lead at once. Without it such an office is invited and answers
    /// by `answerPartnership`. The office is told.
    pub reason: Option<String>,
}

fn lead(input: &ProjectLeadInput, form: &mut Form) -> actions::NewLead {
    actions::NewLead {
        name: input.name.clone(),
        voivodeship_id: form.id("voivodeshipId", &input.voivodeship_id),
        institution_id: form.opt_id("institutionId", input.institution_id.as_ref()),
        reason: input.reason.clone(),
    }
}

mutation! {
    CreateProject (CreateProjectInput) -> CreateProjectPayload {
        /// The project.
        project: Project
    }
    codes [DUPLICATE]
    run |tx, op, cmd| create_project(tx, op, cmd);
}

fn parse(input: &CreateProjectInput, form: &mut Form) -> actions::NewProject {
    actions::NewProject {
        programme_id: form.id("programmeId", &input.programme_id),
        title: input.title.clone(),
        number: input.number.clone(),
        goal: input.goal.clone(),
        starts_on: form.day("startsOn", &input.starts_on),
        ends_on: form.day("endsOn", &input.ends_on),
        agreement_on: form.opt_day("agreementOn", input.agreement_on.as_ref()),
        lead: input.lead.as_ref().map(|given| form.within("lead", |form| lead(given, form))),
    }
}
