//! Sites of a pilot, and the institutions that take part there.

use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::Serialize;

use super::{require_at, visible_pilot};
use crate::institutions::institution;
use crate::partnerships::store::partner_of_voivodeship;
use crate::pilots::rights::MANAGE_PILOTS;
use crate::pilots::{PilotState, deeds, pilot, pilot_site, site_institution};
use crate::shared::door::{self, unique};
use crate::shared::error::{Result, found};
use crate::shared::ids::{InstitutionId, PilotId, SiteId, SiteInstitutionId, UnitId};
use crate::shared::input::{Check, NAME_MAX, sort_key};
use crate::shared::operation::Operation;
use crate::shared::refusals::REFERENCE;
use crate::shared::tx::Tx;
use crate::territory::{UnitLevel, territorial_unit};
use crate::{audit, created};

/// A site to be added.
#[derive(Clone, Debug, Serialize)]
pub struct NewSite {
    /// The pilot.
    pub pilot_id: PilotId,
    /// The gmina or powiat.
    pub unit_id: UnitId,
    /// Name as reports print it; the register's where none is given.
    pub name: Option<String>,
}

/// Adds a gmina or powiat to a pilot whose data are not closed. It belongs to the partner of its voivodeship, else to
/// the one that runs the pilot.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, invalid, duplicate.
pub async fn add_site(tx: &Tx, op: &Operation, new: NewSite) -> Result<SiteId> {
    let pilot = visible_pilot(tx, op, new.pilot_id).await?.may(MANAGE_PILOTS)?;
    pilot.state.must_be(PilotState::GROWING)?;
    let unit = found(territorial_unit::Entity::find_by_id(new.unit_id).one(tx).await?, "unitId")?;

    let mut check = Check::default();
    let is_over = unit.valid_to.is_some_and(|day| day < op.today());
    if !matches!(unit.level, UnitLevel::Gmina | UnitLevel::Powiat) || is_over {
        check.fault("unitId", REFERENCE);
    }
    let name = check.opt_line("name", new.name.as_deref(), NAME_MAX).unwrap_or(unit.name);
    check.done()?;
    let partner = match unit.voivodeship_id {
        Some(voivodeship) => partner_of_voivodeship(tx, pilot.project_id, voivodeship).await?,
        None => None,
    };

    let id = op.id();
    let row = pilot_site::ActiveModel {
        id: Set(id),
        pilot_id: Set(pilot.id),
        project_id: Set(pilot.project_id),
        partner_id: Set(partner.unwrap_or(pilot.partner_id)),
        unit_id: Set(unit.id),
        name_key: Set(sort_key(&name)),
        name: Set(name),
        ..Default::default()
    };
    pilot_site::Entity::insert(created!(op, row))
        .exec_without_returning(tx)
        .await
        .map_err(unique("unitId"))?;
    audit::Line::new(deeds::ADD_SITE, id).project(pilot.project_id).write(tx, op).await?;
    Ok(id)
}

/// An institution that is to take part at a site.
#[derive(Clone, Debug, Serialize)]
pub struct NewSiteInstitution {
    /// The site.
    pub site_id: SiteId,
    /// The institution.
    pub institution_id: InstitutionId,
}

/// Notes that an institution takes part at a site of a pilot whose data are not closed.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, duplicate.
pub async fn add_site_institution(
    tx: &Tx,
    op: &Operation,
    new: NewSiteInstitution,
) -> Result<SiteInstitutionId> {
    let site = door::see::<pilot_site::Entity>(tx, op, new.site_id, "siteId").await?;
    let pilot = door::steady::<pilot::Entity>(tx, site.pilot_id).await?;
    let pilot = found(pilot, "siteId")?;
    require_at(&op.actor, MANAGE_PILOTS, &site, &pilot)?;
    pilot.state.must_be(PilotState::GROWING)?;
    let institution = door::see::<institution::Entity>(tx, op, new.institution_id, "institutionId").await?;
    institution.state.must_live("institutionId")?;

    let id = op.id();
    let row = site_institution::ActiveModel {
        id: Set(id),
        site_id: Set(site.id),
        institution_id: Set(institution.id),
        created_at: Set(op.now),
        created_by: op.by(),
    };
    site_institution::Entity::insert(row)
        .exec_without_returning(tx)
        .await
        .map_err(unique("institutionId"))?;
    audit::Line::new(deeds::ADD_SITE_INSTITUTION, id).project(site.project_id).write(tx, op).await?;
    Ok(id)
}
