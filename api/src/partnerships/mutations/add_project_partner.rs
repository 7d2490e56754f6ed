//! `addProjectPartner`.

use async_graphql::{ID, InputObject};
use entities::partnerships::{PartnerRole, actions};
use entities::shared::refusals::{DUPLICATE, WRONG_STATE};

use crate::graphql::enums::Coded;
use crate::graphql::ids::{parse, parse_opt};
use crate::mutation;
use crate::partnerships::types::ProjectPartner;

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
    /// Who was added.
    AddProjectPartner (AddProjectPartnerInput) -> AddProjectPartnerPayload {
        /// The partner.
        partner: ProjectPartner
    }
    codes [WRONG_STATE, DUPLICATE]
    parse |input| actions::NewPartner { project_id: parse(&input.project_id, "projectId")?, role: input.role.0, name: input.name.clone(), voivodeship_id: parse_opt(input.voivodeship_id.as_ref(), "voivodeshipId")?, institution_id: parse_opt(input.institution_id.as_ref(), "institutionId")? };
    run |tx, call, cmd| actions::add_partner(tx, call, cmd);
}
