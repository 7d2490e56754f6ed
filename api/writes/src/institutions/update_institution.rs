//! `updateInstitution`.

use async_graphql::{ID, InputObject, MaybeUndefined};
use entities::institutions::refusals::OWN_PART;
use entities::institutions::{InstitutionKind, Sector, actions};
use entities::shared::refusals::{STALE_VERSION, WRONG_STATE};
use graph::institutions::types::Institution;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;
use kit::patch;

/// What `updateInstitution` takes. Fields left out stay; an empty text or `null` clears what an institution can be without.
#[derive(InputObject)]
pub struct UpdateInstitutionInput {
    /// The institution.
    pub id: ID,
    /// The version that was read; a change by somebody else meanwhile is then refused.
    pub version: Option<i32>,
    /// Name.
    pub name: MaybeUndefined<String>,
    /// Type.
    pub kind: MaybeUndefined<Coded<InstitutionKind>>,
    /// Sector.
    pub sector: MaybeUndefined<Coded<Sector>>,
    /// The territorial unit it serves.
    pub unit_id: MaybeUndefined<ID>,
    /// The institution it belongs to; `null` for none.
    pub parent_id: MaybeUndefined<ID>,
    /// NIP; checked by its check digit.
    pub nip: MaybeUndefined<String>,
    /// REGON; checked by its check digit.
    pub regon: MaybeUndefined<String>,
    /// Street and number.
    pub street: MaybeUndefined<String>,
    /// Postal code, `00-000`.
    pub postal_code: MaybeUndefined<String>,
    /// Post town.
    pub city: MaybeUndefined<String>,
    /// Office e-mail.
    pub email: MaybeUndefined<String>,
    /// Office telephone.
    pub phone: MaybeUndefined<String>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    UpdateInstitution (UpdateInstitutionInput) -> UpdateInstitutionPayload {
        /// The institution.
        institution: Institution
    }
    codes [WRONG_STATE, STALE_VERSION, OWN_PART]
    run |tx, op, cmd| actions::update_institution(tx, op, cmd);
}

fn parse(input: &UpdateInstitutionInput, form: &mut Form) -> actions::InstitutionChange {
    actions::InstitutionChange {
        id: form.id("id", &input.id),
        version: input.version,
        name: patch::text(&input.name),
        kind: form.sent("kind", &input.kind).map(|kind| kind.0),
        sector: form.sent("sector", &input.sector).map(|sector| sector.0),
        unit_id: form.sent_id("unitId", &input.unit_id),
        parent_id: form.changed_id("parentId", &input.parent_id),
        nip: patch::text(&input.nip),
        regon: patch::text(&input.regon),
        street: patch::text(&input.street),
        postal_code: patch::text(&input.postal_code),
        city: patch::text(&input.city),
        email: patch::text(&input.email),
        phone: patch::text(&input.phone),
    }
}
