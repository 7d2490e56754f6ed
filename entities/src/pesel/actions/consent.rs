//! A person agrees that a project keeps their number, and takes that back: themselves, nobody for them. Where consent is taken
//! back, the number goes with it.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::Serialize;

use super::{Ground, witness};
use crate::institutions::actions::person_held;
use crate::partnerships::{PeselBasis, project};
use crate::pesel::pesel_consent::{ActiveModel, Column, Entity, Model};
use crate::pesel::refusals::{PESEL_CONSENT_MISSING, PESEL_CONSENT_NOT_ASKED, PESEL_NOT_REQUIRED};
use crate::pesel::rights::GIVE_PESEL_CONSENT;
use crate::pesel::{SightingKind, deeds, person_pesel};
use crate::shared::door;
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{PersonId, PeselConsentId, ProjectId};
use crate::shared::operation::Operation;
use crate::shared::policy::{Place, require};
use crate::shared::refusals::FORBIDDEN;
use crate::shared::tx::Tx;
use crate::trainings::enrolment;
use crate::{audit, created};

/// One's own consent to one project.
#[derive(Clone, Debug, Serialize)]
pub struct Consent {
    /// The project.
    pub project_id: ProjectId,
}

/// The person who acts, held alone, for only they may do this.
async fn oneself(tx: &Tx, op: &Operation) -> Result<PersonId> {
    let Some(person) = op.actor.person_id() else { return refuse(FORBIDDEN, "") };
    require(&op.actor, GIVE_PESEL_CONSENT, &Place { person: Some(person), ..Place::default() })?;
    Ok(person_held(tx, op, person, "").await?.id)
}

/// The consent of a person to a project that holds, locked.
///
/// # Errors
/// The database failed.
pub(super) async fn held(tx: &Tx, person: PersonId, project: ProjectId) -> Result<Option<Model>> {
    let live = Entity::find()
        .filter(Column::PersonId.eq(person))
        .filter(Column::ProjectId.eq(project))
        .filter(Column::WithdrawnAt.is_null());
    Ok(door::locked(live).one(tx).await?)
}

/// Agrees. Agreeing again changes nothing.
///
/// # Errors
/// Refused: forbidden, not found, not required (the person takes no part in the project), consent not asked.
pub async fn give_consent(tx: &Tx, op: &Operation, new: Consent) -> Result<PeselConsentId> {
    let project = door::see::<project::Entity>(tx, op, new.project_id, "projectId").await?;
    let person = oneself(tx, op).await?;
    let enrolled = enrolment::Entity::find()
        .filter(enrolment::Column::PersonId.eq(person))
        .filter(enrolment::Column::ProjectId.eq(project.id));
    if enrolled.one(tx).await?.is_none() {
        return refuse(PESEL_NOT_REQUIRED, "projectId");
    }
    if project.pesel_ground != Some(PeselBasis::Consent) {
        return refuse(PESEL_CONSENT_NOT_ASKED, "projectId");
    }
    if let Some(known) = held(tx, person, project.id).await? {
        return Ok(known.id);
    }
    let id: PeselConsentId = op.id();
    let row = ActiveModel {
        id: Set(id),
        person_id: Set(person),
        project_id: Set(project.id),
        given_at: Set(op.now),
        withdrawn_at: Set(None),
        ..Default::default()
    };
    let insert = Entity::insert(created!(op, row)).exec_without_returning(tx).await;
    insert.map_err(door::unique("projectId"))?;
    audit::Line::new(deeds::GIVE_CONSENT, id).project(project.id).write(tx, op).await?;
    Ok(id)
}

/// Takes the consent back; the number that was kept on it is deleted.
///
/// # Errors
/// Refused: forbidden, consent missing.
pub async fn withdraw_consent(tx: &Tx, op: &Operation, old: Consent) -> Result<PeselConsentId> {
    let person = oneself(tx, op).await?;
    let Some(consent) = held(tx, person, old.project_id).await? else {
        return refuse(PESEL_CONSENT_MISSING, "projectId");
    };
    let change = ActiveModel { withdrawn_at: Set(Some(op.now)), ..Default::default() };
    door::save(tx, op, &consent, change).await?;
    audit::Line::new(deeds::WITHDRAW_CONSENT, consent.id).project(consent.project_id).write(tx, op).await?;
    let kept = person_pesel::Entity::delete_many().filter(person_pesel::Column::ConsentId.eq(consent.id));
    if kept.exec(tx).await?.rows_affected > 0 {
        let ground = Ground { project_id: Some(consent.project_id), ..Ground::default() };
        witness(tx, op, person, (SightingKind::Removed, ground), None).await?;
    }
    Ok(consent.id)
}
