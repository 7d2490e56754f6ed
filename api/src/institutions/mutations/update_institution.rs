//! `updateInstitution`.

use async_graphql::{ID, InputObject};
use entities::institutions::{InstitutionKind, Sector, actions};

use crate::graphql::enums::Coded;
use crate::graphql::ids::{parse, parse_opt};
use crate::institutions::types::Institution;
use crate::mutation;

/// What `updateInstitution` takes.
#[derive(InputObject)]
pub struct UpdateInstitutionInput {
    /// The institution.
    pub id: ID,
    /// The version that was read; a change by somebody else meanwhile is then refused.
    pub version: Option<i32>,
    /// Name.
    pub name: Option<String>,
    /// Type.
    pub kind: Option<Coded<InstitutionKind>>,
    /// Sector.
    pub sector: Option<Coded<Sector>>,
    /// The territorial unit it serves.
    pub unit_id: Option<ID>,
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
    /// What was changed.
    UpdateInstitution (UpdateInstitutionInput) -> UpdateInstitutionPayload {
        /// The institution.
        institution: Institution
    }
    codes [WrongState, StaleVersion]
    parse |input| actions::InstitutionChange { id: parse(&input.id, "id")?, version: input.version, name: input.name.clone(), kind: input.kind.map(|kind| kind.0), sector: input.sector.map(|sector| sector.0), unit_id: parse_opt(input.unit_id.as_ref(), "unitId")?, nip: input.nip.clone(), regon: input.regon.clone(), street: input.street.clone(), postal_code: input.postal_code.clone(), city: input.city.clone(), email: input.email.clone(), phone: input.phone.clone(), };
    run |tx, call, cmd| actions::update_institution(tx, call, cmd);
}
