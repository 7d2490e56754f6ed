//! `registerInstitution`.

use async_graphql::{ID, InputObject};
use entities::institutions::{InstitutionKind, Sector, actions};
use entities::shared::refusals::WRONG_STATE;
use graph::institutions::types::Institution;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;

/// What `registerInstitution` takes.
#[derive(InputObject)]
pub struct RegisterInstitutionInput {
    /// Name.
    pub name: String,
    /// Type.
    pub kind: Coded<InstitutionKind>,
    /// Sector.
    pub sector: Coded<Sector>,
    /// The territorial unit it serves.
    pub unit_id: ID,
    /// The institution it belongs to.
    pub parent_id: Option<ID>,
    /// NIP; checked by its check digit.
    pub nip: Option<String>,
    /// REGON; checked by its check digit.
    pub regon: Option<String>,
    /// Street and number.
    pub street: Option<String>,
    /// Postal code, `00-000`.
    pub postal_code: Option<String>,
    /// Post town.
    pub city: Option<String>,
    /// Office e-mail.
    pub email: Option<String>,
    /// Office telephone.
    pub phone: Option<String>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RegisterInstitution (RegisterInstitutionInput) -> RegisterInstitutionPayload {
        /// The institution.
        institution: Institution
    }
    codes [WRONG_STATE]
    run |tx, op, cmd| actions::register_institution(tx, op, cmd);
}

fn parse(input: &RegisterInstitutionInput, form: &mut Form) -> actions::NewInstitution {
    actions::NewInstitution {
        name: input.name.clone(),
        kind: input.kind.0,
        sector: input.sector.0,
        unit_id: form.id("unitId", &input.unit_id),
        parent_id: form.opt_id("parentId", input.parent_id.as_ref()),
        nip: input.nip.clone(),
        regon: input.regon.clone(),
        street: input.street.clone(),
        postal_code: input.postal_code.clone(),
        city: input.city.clone(),
        email: input.email.clone(),
        phone: input.phone.clone(),
    }
}
