//! A number is noted, changed and removed, for one project.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::Serialize;

use super::{consent, ground, of_enrolment, reason, visible_person, witness};
use crate::accounts::{UserState, user};
use crate::created;
use crate::institutions::actions::living_person;
use crate::institutions::person;
use crate::mail::DeliveryKind;
use crate::mail::actions::{NewDelivery, Recipient, post};
use crate::partnerships::{PeselBasis, PeselPurpose, project};
use crate::pesel::keyring::PeselKeys;
use crate::pesel::number::Pesel;
use crate::pesel::refusals::{
    PESEL_BIRTH, PESEL_CONFLICT, PESEL_CONSENT_MISSING, PESEL_MISSING, PESEL_NOT_REQUIRED,
    PESEL_PROJECT_UNCLEAR,
};
use crate::pesel::rights::KEEP_PESEL;
use crate::pesel::store::{Reach, enrolments_by_project, marked, numbers, take_turn, within_reach};
use crate::pesel::{SightingKind, person_pesel};
use crate::shared::door;
use crate::shared::error::{Refusal, Result, found, refuse};
use crate::shared::ids::{PersonId, PeselConsentId, ProjectId, ProjectPeselId};
use crate::shared::language::Language;
use crate::shared::operation::Operation;
use crate::shared::read::Entity as _;
use crate::shared::refusals::{DUPLICATE, FORBIDDEN, STALE_VERSION};
use crate::shared::tx::Tx;

/// A number to be noted. Not serialised, so that no key and no hash of it is kept.
#[derive(Clone, Debug)]
pub struct NotePesel {
    /// The person.
    pub person_id: PersonId,
    /// The project that keeps it; need not be said where only one is meant.
    pub project_id: Option<ProjectId>,
    /// The version of the kept number that was read, where there was one.
    pub version: Option<i32>,
    /// The number.
    pub pesel: Pesel,
}

/// On what basis a project may keep a number now, for what, and the consent, where that is the basis.
///
/// # Errors
/// Refused: consent missing.
async fn basis(
    tx: &Tx,
    person: PersonId,
    id: ProjectId,
) -> Result<(PeselBasis, PeselPurpose, Option<PeselConsentId>)> {
    let project = found(project::Entity::find_by_id(id).one(tx).await?, "projectId")?;
    let basis = project.pesel_ground.unwrap_or(PeselBasis::LegalObligation);
    let purpose = project.pesel_purpose.unwrap_or(PeselPurpose::Monitoring);
    let consent = match basis {
        PeselBasis::LegalObligation | PeselBasis::PublicTask => None,
        PeselBasis::Consent => match consent::held(tx, person, id).await? {
            Some(consent) => Some(consent.id),
            None => return refuse(PESEL_CONSENT_MISSING, "personId"),
        },
    };
    Ok((basis, purpose, consent))
}

/// Notes or changes the number of a person who takes part in a project that requires it; the person is told once. Noting the
/// kept number again renews its basis and changes nothing else.
///
/// # Errors
/// Refused: not found, forbidden, not required, project unclear, consent missing, invalid, stale version; duplicate where
/// somebody of the project whom the actor may see has the number, conflict where it is somebody else there.
pub async fn note_pesel(tx: &Tx, op: &Operation, keys: &PeselKeys, new: &NotePesel) -> Result<PersonId> {
    let person = living_person(tx, op, new.person_id, "personId").await?;
    let ground = ground(tx, op, person.id, (KEEP_PESEL, new.project_id)).await?;
    let project = found(ground.project_id, "projectId")?;
    if !new.pesel.is_of_the_living(op.today()) {
        return Err(Refusal::form("pesel", PESEL_BIRTH).into());
    }
    let (basis, purpose, consent_id) = basis(tx, person.id, project).await?;
    take_turn(tx).await?;
    let of_number = person_pesel::Entity::find()
        .filter(marked(&keys.marks(&new.pesel)))
        .filter(person_pesel::Column::ProjectId.eq(project))
        .all(tx)
        .await?;
    if let Some(other) = of_number.iter().find(|row| row.person_id != person.id) {
        return contradicts(tx, op, other).await;
    }
    let kept =
        numbers(tx, person.id, Some(project), person_pesel::Entity::visible_to(&op.actor)).await?.pop();
    if new.version.is_some_and(|version| kept.as_ref().is_none_or(|kept| kept.version != version)) {
        return refuse(STALE_VERSION, "version");
    }
    let mut row = person_pesel::ActiveModel {
        purpose: Set(purpose),
        basis: Set(basis),
        consent_id: Set(consent_id),
        ..Default::default()
    };
    if let Some(kept) = kept.as_ref().filter(|_| !of_number.is_empty()) {
        if (kept.basis, kept.purpose, kept.consent_id) != (basis, purpose, consent_id) {
            door::save(tx, op, kept, row).await?;
            witness(tx, op, person.id, (SightingKind::Noted, ground), None).await?;
        }
        return Ok(person.id);
    }
    let sealed = keys.seal(person.id, &new.pesel, &*op.chance)?;
    let mark = keys.mark(&new.pesel)?;
    row.key_version = Set(sealed.version);
    row.sealed = Set(sealed.bytes);
    row.index_version = Set(mark.version);
    row.mark = Set(mark.bytes);
    match kept {
        Some(kept) => door::save(tx, op, &kept, row).await?,
        None => {
            let id: ProjectPeselId = op.id();
            row.id = Set(id);
            row.person_id = Set(person.id);
            row.project_id = Set(project);
            person_pesel::Entity::insert(created!(op, row)).exec_without_returning(tx).await?;
            tell(tx, op, person.id, (id, project)).await?;
        }
    }
    witness(tx, op, person.id, (SightingKind::Noted, ground), None).await?;
    Ok(person.id)
}

/// The person learns that a project keeps their number: by their account, or at their address where they have none.
async fn tell(
    tx: &Tx,
    op: &Operation,
    person: PersonId,
    (id, project): (ProjectPeselId, ProjectId),
) -> Result<()> {
    let account = user::Entity::find()
        .filter(user::Column::PersonId.eq(person))
        .filter(user::Column::State.eq(UserState::Active))
        .one(tx)
        .await?;
    let (to, language) = match account {
        Some(user) => (Recipient::User(user.id), user.language),
        None => (Recipient::Person(person), Language::Polish),
    };
    let kind = DeliveryKind::PeselNoted;
    let project_id = Some(project);
    post(
        tx,
        op,
        NewDelivery { kind, artefact_id: id.0, subject_id: None, to, language, project_id, partner_id: None },
    )
    .await
}

/// Somebody else of the project has the number. They are named only to whoever may see them and their number anyway.
async fn contradicts<T>(tx: &Tx, op: &Operation, other: &person_pesel::Model) -> Result<T> {
    let seen = person::Entity::find_by_id(other.person_id).filter(person::Entity::visible_to(&op.actor));
    let kept = person_pesel::Entity::find_by_id(other.id).filter(person_pesel::Entity::visible_to(&op.actor));
    if seen.one(tx).await?.is_some() && kept.one(tx).await?.is_some() {
        return Err(Refusal::of(DUPLICATE, "pesel").about(other.person_id).into());
    }
    refuse(PESEL_CONFLICT, "pesel")
}

/// The removal of a number.
#[derive(Clone, Debug, Serialize)]
pub struct RemovePesel {
    /// The person.
    pub person_id: PersonId,
    /// The project that keeps it; need not be said where only one is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project_id: Option<ProjectId>,
    /// Why.
    pub reason: String,
}

/// Removes the number of a person from a project, by whoever may note numbers where the person was ever enrolled in it: also
/// where they take part no more, or the project requires none.
///
/// # Errors
/// Refused: not found, forbidden, not required, project unclear, invalid, missing.
pub async fn remove_pesel(tx: &Tx, op: &Operation, old: RemovePesel) -> Result<PersonId> {
    let person = visible_person(tx, op, old.person_id).await?;
    let reach = Reach::of(&op.actor, KEEP_PESEL);
    if reach.is_empty() {
        return refuse(FORBIDDEN, "");
    }
    take_turn(tx).await?;
    let kept = numbers(tx, person.id, old.project_id, within_reach(&reach)).await?;
    let [kept] = kept.as_slice() else {
        let enrolled = enrolments_by_project(tx, person.id, old.project_id, reach.enrolled()).await?;
        return match (kept.is_empty(), enrolled.is_empty()) {
            (false, _) => refuse(PESEL_PROJECT_UNCLEAR, "projectId"),
            (true, false) => refuse(PESEL_MISSING, "personId"),
            (true, true) => refuse(PESEL_NOT_REQUIRED, "personId"),
        };
    };
    let enrolled = enrolments_by_project(tx, person.id, Some(kept.project_id), reach.enrolled()).await?;
    let enrolled = found(enrolled.first(), "personId")?;
    let ground = of_enrolment(tx, op, KEEP_PESEL, enrolled).await?;
    let reason = reason(&old.reason)?;
    person_pesel::Entity::delete_by_id(kept.id).exec(tx).await?;
    witness(tx, op, person.id, (SightingKind::Removed, ground), Some(&reason)).await?;
    Ok(person.id)
}
