//! `addProjectPartner`.

use async_graphql::{ID, InputObject};
use entities::accounts::actions::invite_partner;
use entities::partnerships::{PartnerRole, actions};
use entities::shared::refusals::{DUPLICATE, QUOTA_REACHED, WRONG_STATE};
use graph::partnerships::types::ProjectPartner;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;

/// What `addProjectPartner` takes.
#[derive(InputObject)]
pub struct AddProjectPartnerInput {
    /// The project.
    pub project_id: ID,
    /// Part in the project.
    pub role: Coded<PartnerRole>,
    /// Name as documents print it.
    pub name: String,
    /// The voivodeship; only an expert may be without.
    pub voivodeship_id: Option<ID>,
    /// The office or university itself.
    pub institution_id: Option<ID>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    AddProjectPartner (AddProjectPartnerInput) -> AddProjectPartnerPayload {
        /// The partner.
        partner: ProjectPartner
    }
    codes [WRONG_STATE, DUPLICATE, QUOTA_REACHED]
    run |tx, op, cmd| invite_partner(tx, op, cmd);
}

fn parse(input: &AddProjectPartnerInput, form: &mut Form) -> actions::NewPartner {
    actions::NewPartner {
        project_id: form.id("projectId", &input.project_id),
        role: input.role.0,
        name: input.name.clone(),
        voivodeship_id: form.opt_id("voivodeshipId", input.voivodeship_id.as_ref()),
        institution_id: form.opt_id("institutionId", input.institution_id.as_ref()),
    }
}
