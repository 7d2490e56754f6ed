//! Advisers of subregions come and go.

use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::Serialize;

use super::{active_partner, place_of, required_reason};
use crate::advisory::rights::MANAGE_ADVISORY;
use crate::advisory::{deeds, subregion_adviser};
use crate::institutions::actions::living_person;
use crate::shared::door::{self, unique};
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{PartnerId, PersonId, SubregionAdviserId, SubregionId};
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::policy;
use crate::shared::refusals::{NOTHING_CHANGED, REFERENCE};
use crate::shared::tx::Tx;
use crate::territory::subregion;
use crate::{audit, created};

/// An adviser to be appointed.
#[derive(Clone, Debug, Serialize)]
pub struct NewAdviser {
    /// The partner for which they advise.
    pub partner_id: PartnerId,
    /// The subregion.
    pub subregion_id: SubregionId,
    /// The adviser.
    pub person_id: PersonId,
}

/// Appoints an adviser of a subregion of the partner's voivodeship. Requests of its institutions go to them from now on.
///
/// # Errors
/// Refused: not found, forbidden, invalid, duplicate, wrong state of the partner, project not active.
pub async fn appoint_adviser(tx: &Tx, op: &Operation, new: NewAdviser) -> Result<SubregionAdviserId> {
    let partner = active_partner(tx, op, new.partner_id).await?;
    policy::require(&op.actor, MANAGE_ADVISORY, &place_of(&partner))?;
    let subregion = door::see::<subregion::Entity>(tx, op, new.subregion_id, "subregionId").await?;
    let person = living_person(tx, op, new.person_id, "personId").await?;
    let mut check = Check::default();
    if partner.voivodeship_id != Some(subregion.voivodeship_id) {
        check.fault("subregionId", REFERENCE);
    }
    check.done()?;
    let id = op.id();
    let row = subregion_adviser::ActiveModel {
        id: Set(id),
        project_id: Set(partner.project_id),
        partner_id: Set(partner.id),
        subregion_id: Set(subregion.id),
        person_id: Set(person.id),
        ..Default::default()
    };
    let insert = subregion_adviser::Entity::insert(created!(op, row));
    insert.exec_without_returning(tx).await.map_err(unique("personId"))?;
    audit::Line::new(deeds::APPOINT_ADVISER, id).project(partner.project_id).write(tx, op).await?;
    Ok(id)
}

/// The end of an adviser's post.
#[derive(Clone, Debug, Serialize)]
pub struct EndAdviser {
    /// The post.
    pub id: SubregionAdviserId,
    /// Why.
    pub reason: String,
}

/// Ends an adviser's post. Requests that they have stay with them until these are handed over.
///
/// # Errors
/// Refused: not found, forbidden, invalid, nothing changed where it has ended.
pub async fn end_adviser(tx: &Tx, op: &Operation, end: EndAdviser) -> Result<SubregionAdviserId> {
    let post = door::load::<subregion_adviser::Entity>(tx, op, end.id, "subregionAdviserId").await?;
    let post = post.may(MANAGE_ADVISORY)?;
    let mut check = Check::default();
    let reason = required_reason(&mut check, Some(&end.reason));
    check.done()?;
    if post.ended_at.is_some() {
        return refuse(NOTHING_CHANGED, "subregionAdviserId");
    }
    let row = subregion_adviser::ActiveModel {
        ended_at: Set(Some(op.now)),
        end_reason: Set(reason.clone()),
        ..Default::default()
    };
    door::save(tx, op, &post, row).await?;
    let line = audit::Line::new(deeds::END_ADVISER, post.id).project(post.project_id);
    line.reason(reason.as_deref().unwrap_or_default()).write(tx, op).await?;
    Ok(post.id)
}
