//! Institutions are registered, changed and verified.

use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::Serialize;

use super::visible_institution;
use crate::institutions::details::phone;
use crate::institutions::institution::{ActiveModel, Entity};
use crate::institutions::refusals::OWN_PART;
use crate::institutions::rights::MANAGE_INSTITUTIONS;
use crate::institutions::{InstitutionKind, InstitutionState, Sector, deeds};
use crate::shared::change::Change;
use crate::shared::door::{self, Placed, fresh};
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{InstitutionId, UnitId};
use crate::shared::input::{Check, NAME_MAX, sort_key};
use crate::shared::operation::Operation;
use crate::shared::policy::{self, Place};
use crate::shared::refusals::REFERENCE;
use crate::shared::tx::Tx;
use crate::territory::store::voivodeship_of;
use crate::{audit, created};

/// An institution to be registered.
#[derive(Clone, Debug, Serialize)]
pub struct NewInstitution {
    /// Name.
    pub name: String,
    /// Type.
    pub kind: InstitutionKind,
    /// Sector.
    pub sector: Sector,
    /// The territorial unit it serves.
    pub unit_id: UnitId,
    /// The institution it belongs to.
    pub parent_id: Option<InstitutionId>,
    /// NIP.
    pub nip: Option<String>,
    /// REGON.
    pub regon: Option<String>,
    /// Street and number.
    pub street: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Post town.
    pub city: Option<String>,
    /// Office e-mail.
    pub email: Option<String>,
    /// Office telephone.
    pub phone: Option<String>,
}

/// Registers an institution.
///
/// # Errors
/// Refused: forbidden, invalid, parent not found.
pub async fn register_institution(tx: &Tx, op: &Operation, new: NewInstitution) -> Result<InstitutionId> {
    let voivodeship = voivodeship_of(tx, new.unit_id).await?;
    let place = Place { voivodeship, ..Place::default() };
    policy::require(&op.actor, MANAGE_INSTITUTIONS, &place)?;
    if let Some(parent) = new.parent_id {
        visible_institution(tx, op, parent, "parentId").await?.seen().state.must_live("parentId")?;
    }
    let mut check = Check::default();
    let name = check.line("name", &new.name, NAME_MAX);
    let mut row = ActiveModel {
        kind: Set(new.kind),
        sector: Set(new.sector),
        state: Set(InstitutionState::Registered),
        unit_id: Set(new.unit_id),
        parent_id: Set(new.parent_id),
        nip: Set(check.nip("nip", new.nip.as_deref())),
        regon: Set(check.regon("regon", new.regon.as_deref())),
        street: Set(check.opt_line("street", new.street.as_deref(), NAME_MAX)),
        postal_code: Set(check.postal_code("postalCode", new.postal_code.as_deref())),
        city: Set(check.opt_line("city", new.city.as_deref(), NAME_MAX)),
        email: Set(check.opt_email("email", new.email.as_deref())),
        phone: Set(phone(&mut check, "phone", new.phone.as_deref())),
        ..Default::default()
    };
    match voivodeship {
        Some(id) => row.voivodeship_id = Set(id),
        None => check.fault("unitId", REFERENCE),
    }
    check.done()?;
    let id = op.id();
    row.id = Set(id);
    row.name_key = Set(sort_key(&name));
    row.name = Set(name);
    Entity::insert(created!(op, row)).exec_without_returning(tx).await?;
    let line = audit::Line::new(deeds::REGISTER_INSTITUTION, id);
    line.into_state(InstitutionState::Registered.code()).write(tx, op).await?;
    Ok(id)
}

/// A change of an institution. Absent fields stay; empty texts clear.
#[derive(Clone, Debug, Serialize)]
pub struct InstitutionChange {
    /// The institution.
    pub id: InstitutionId,
    /// The version that was read.
    pub version: Option<i32>,
    /// Name.
    pub name: Option<String>,
    /// Type.
    pub kind: Option<InstitutionKind>,
    /// Sector.
    pub sector: Option<Sector>,
    /// The territorial unit it serves.
    pub unit_id: Option<UnitId>,
    /// The institution it belongs to.
    pub parent_id: Change<InstitutionId>,
    /// NIP.
    pub nip: Option<String>,
    /// REGON.
    pub regon: Option<String>,
    /// Street and number.
    pub street: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Post town.
    pub city: Option<String>,
    /// Office e-mail.
    pub email: Option<String>,
    /// Office telephone.
    pub phone: Option<String>,
}

/// Changes an institution. What documents have printed stays.
///
/// # Errors
/// Refused: not found, forbidden (in the old and in the new voivodeship), wrong state, stale version, own part, invalid.
pub async fn update_institution(tx: &Tx, op: &Operation, change: InstitutionChange) -> Result<InstitutionId> {
    let institution = visible_institution(tx, op, change.id, "id").await?.may(MANAGE_INSTITUTIONS)?;
    institution.state.must_live("id")?;
    fresh(change.version, institution.version)?;
    let mut row = ActiveModel { id: Set(institution.id), ..Default::default() };
    let mut check = Check::default();
    if let Some(unit) = change.unit_id {
        row.unit_id = Set(unit);
        match voivodeship_of(tx, unit).await? {
            Some(id) => {
                let there = Place { voivodeship: Some(id), ..institution.place() };
                policy::require(&op.actor, MANAGE_INSTITUTIONS, &there)?;
                row.voivodeship_id = Set(id);
            }
            None => check.fault("unitId", REFERENCE),
        }
    }
    if let Some(parent) = change.parent_id.sent() {
        visible_institution(tx, op, parent, "parentId").await?.seen().state.must_live("parentId")?;
        if belongs_to(tx, parent, institution.id).await? {
            return refuse(OWN_PART, "parentId");
        }
    }
    if change.parent_id.is_sent() {
        row.parent_id = Set(change.parent_id.sent());
    }
    fill(&mut row, &mut check, &change);
    check.done()?;
    door::save(tx, op, &institution, row).await?;
    audit::Line::new(deeds::UPDATE_INSTITUTION, institution.id).write(tx, op).await?;
    Ok(institution.id)
}

/// Whether an institution is another one, or belongs to it through however many between them.
async fn belongs_to(tx: &Tx, id: InstitutionId, other: InstitutionId) -> Result<bool> {
    let mut next = Some(id);
    // A circle from before this was asked would never end.
    let mut passed = vec![];
    while let Some(at) = next.filter(|at| !passed.contains(at)) {
        if at == other {
            return Ok(true);
        }
        passed.push(at);
        next = Entity::find_by_id(at).one(tx).await?.and_then(|institution| institution.parent_id);
    }
    Ok(false)
}

fn fill(row: &mut ActiveModel, check: &mut Check, change: &InstitutionChange) {
    if let Some(name) = &change.name {
        let name = check.line("name", name, NAME_MAX);
        row.name_key = Set(sort_key(&name));
        row.name = Set(name);
    }
    if let Some(kind) = change.kind {
        row.kind = Set(kind);
    }
    if let Some(sector) = change.sector {
        row.sector = Set(sector);
    }
    if change.nip.is_some() {
        row.nip = Set(check.nip("nip", change.nip.as_deref()));
    }
    if change.regon.is_some() {
        row.regon = Set(check.regon("regon", change.regon.as_deref()));
    }
    if change.street.is_some() {
        row.street = Set(check.opt_line("street", change.street.as_deref(), NAME_MAX));
    }
    if change.postal_code.is_some() {
        row.postal_code = Set(check.postal_code("postalCode", change.postal_code.as_deref()));
    }
    if change.city.is_some() {
        row.city = Set(check.opt_line("city", change.city.as_deref(), NAME_MAX));
    }
    if change.email.is_some() {
        row.email = Set(check.opt_email("email", change.email.as_deref()));
    }
    if change.phone.is_some() {
        row.phone = Set(phone(check, "phone", change.phone.as_deref()));
    }
}

/// An institution to be verified.
#[derive(Clone, Debug, Serialize)]
pub struct VerifyInstitution {
    /// The institution.
    pub id: InstitutionId,
    /// The version that was read.
    pub version: Option<i32>,
}

/// Notes that an institution was checked against the public registers.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, stale version.
pub async fn verify_institution(tx: &Tx, op: &Operation, verify: VerifyInstitution) -> Result<InstitutionId> {
    let institution = visible_institution(tx, op, verify.id, "id").await?.may(MANAGE_INSTITUTIONS)?;
    let (from, to) = (institution.state, InstitutionState::Verified);
    from.go(to)?;
    fresh(verify.version, institution.version)?;
    let row = ActiveModel { id: Set(institution.id), state: Set(to), ..Default::default() };
    door::save(tx, op, &institution, row).await?;
    let line = audit::Line::new(deeds::VERIFY_INSTITUTION, institution.id);
    line.states(from.code(), to.code()).write(tx, op).await?;
    Ok(institution.id)
}
