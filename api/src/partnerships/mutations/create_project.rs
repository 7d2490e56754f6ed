//! `createProject`.

use async_graphql::{ID, InputObject};
use entities::partnerships::actions;
use entities::shared::error::Result;
use entities::shared::refusals::DUPLICATE;

use crate::graphql::ids::{parse, parse_opt};
use crate::graphql::scalars::{Date, opt_day};
use crate::mutation;
use crate::partnerships::types::Project;

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
}

fn lead(input: &ProjectLeadInput) -> Result<actions::NewLead> {
    Ok(actions::NewLead {
        name: input.name.clone(),
        voivodeship_id: parse(&input.voivodeship_id, "lead.voivodeshipId")?,
        institution_id: parse_opt(input.institution_id.as_ref(), "lead.institutionId")?,
    })
}

mutation! {
    /// What was created.
    CreateProject (CreateProjectInput) -> CreateProjectPayload {
        /// The project.
        project: Project
    }
    codes [DUPLICATE]
    parse |input| actions::NewProject { programme_id: parse(&input.programme_id, "programmeId")?, title: input.title.clone(), number: input.number.clone(), goal: input.goal.clone(), starts_on: input.starts_on.day("startsOn")?, ends_on: input.ends_on.day("endsOn")?, agreement_on: opt_day(input.agreement_on.as_ref(), "agreementOn")?, lead: input.lead.as_ref().map(lead).transpose()? };
    run |tx, call, cmd| actions::create_project(tx, call, cmd);
}
