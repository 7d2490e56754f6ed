//! A number is noted, changed and removed.

use sea_orm::{ActiveValue::Set, EntityTrait, QueryFilter};
use serde::Serialize;

use super::{Ground, ground, reason, visible_person, witness};
use crate::created;
use crate::institutions::actions::living_person;
use crate::institutions::person;
use crate::pesel::keyring::PeselKeys;
use crate::pesel::number::Pesel;
use crate::pesel::refusals::{PESEL_BIRTH, PESEL_CONFLICT, PESEL_MISSING};
use crate::pesel::rights::KEEP_PESEL;
use crate::pesel::store::{Reach, marked, take_turn, taking_part};
use crate::pesel::{SightingKind, person_pesel};
use crate::shared::actor::Actor;
use crate::shared::door;
use crate::shared::error::{Refusal, Result, refuse};
use crate::shared::ids::{PersonId, PersonPeselId};
use crate::shared::operation::Operation;
use crate::shared::read::Entity as _;
use crate::shared::refusals::{DUPLICATE, FORBIDDEN, STALE_VERSION};
use crate::shared::tx::Tx;

/// A number to be noted. Not serialised, so that no key and no hash of it is kept.
#[derive(Clone, Debug)]
pub struct NotePesel {
    /// The person.
    pub person_id: PersonId,
    /// The version of the kept number that was read, where there was one.
    pub version: Option<i32>,
    /// The number.
    pub pesel: Pesel,
}

/// Notes or changes the number of a person who takes part in a project that requires it. Noting the kept number again
/// changes nothing.
///
/// # Errors
/// Refused: not found, forbidden, not required, invalid, stale version; duplicate where somebody whom the actor may see
/// has the number, conflict where it is somebody else.
pub async fn note_pesel(tx: &Tx, op: &Operation, keys: &PeselKeys, new: &NotePesel) -> Result<PersonId> {
    let person = living_person(tx, op, new.person_id, "personId").await?;
    let ground = ground(tx, op, person.id, KEEP_PESEL).await?;
    if !new.pesel.is_of_the_living(op.today()) {
        return Err(Refusal::form("pesel", PESEL_BIRTH).into());
    }
    take_turn(tx).await?;
    let of_number = person_pesel::Entity::find().filter(marked(&keys.marks(&new.pesel))).all(tx).await?;
    if let Some(other) = of_number.iter().find(|row| row.person_id() != person.id) {
        return contradicts(tx, op, other.person_id()).await;
    }
    let kept = person_pesel::Entity::find_by_id(PersonPeselId(person.id.0)).one(tx).await?;
    if new.version.is_some_and(|version| kept.as_ref().is_none_or(|kept| kept.version != version)) {
        return refuse(STALE_VERSION, "version");
    }
    if !of_number.is_empty() {
        return Ok(person.id);
    }
    let sealed = keys.seal(person.id, &new.pesel, &*op.chance)?;
    let mark = keys.mark(&new.pesel)?;
    let row = person_pesel::ActiveModel {
        id: Set(PersonPeselId(person.id.0)),
        key_version: Set(sealed.version),
        sealed: Set(sealed.bytes),
        index_version: Set(mark.version),
        mark: Set(mark.bytes),
        ..Default::default()
    };
    match kept {
        Some(kept) => door::save(tx, op, &kept, row).await?,
        None => {
            person_pesel::Entity::insert(created!(op, row)).exec_without_returning(tx).await?;
        }
    }
    witness(tx, op, person.id, (SightingKind::Noted, ground), None).await?;
    Ok(person.id)
}

/// Somebody else has the number. They are named only to whoever may see them and their number anyway.
async fn contradicts<T>(tx: &Tx, op: &Operation, other: PersonId) -> Result<T> {
    let seen = person::Entity::find_by_id(other).filter(person::Entity::visible_to(&op.actor));
    let kept = person_pesel::Entity::find_by_id(PersonPeselId(other.0))
        .filter(person_pesel::Entity::visible_to(&op.actor));
    if seen.one(tx).await?.is_some() && kept.one(tx).await?.is_some() {
        return Err(Refusal::of(DUPLICATE, "pesel").about(other).into());
    }
    refuse(PESEL_CONFLICT, "pesel")
}

/// The removal of a number.
#[derive(Clone, Debug, Serialize)]
pub struct RemovePesel {
    /// The person.
    pub person_id: PersonId,
    /// Why.
    pub reason: String,
}

/// Removes the number of a person. Where no project requires it any more, whoever may note numbers anywhere and sees
/// the person may remove it.
///
/// # Errors
/// Refused: not found, forbidden, invalid, missing.
pub async fn remove_pesel(tx: &Tx, op: &Operation, old: RemovePesel) -> Result<PersonId> {
    let person = visible_person(tx, op, old.person_id).await?;
    if Reach::of(&op.actor, KEEP_PESEL).is_empty() {
        return refuse(FORBIDDEN, "");
    }
    let everywhere = Reach::of(&Actor::System, KEEP_PESEL);
    let is_required = taking_part(tx, person.id, &everywhere).await?.is_some();
    let ground = match is_required {
        true => ground(tx, op, person.id, KEEP_PESEL).await?,
        false => Ground::default(),
    };
    let reason = reason(&old.reason)?;
    take_turn(tx).await?;
    let gone = person_pesel::Entity::delete_by_id(PersonPeselId(person.id.0)).exec(tx).await?;
    if gone.rows_affected == 0 {
        return refuse(PESEL_MISSING, "personId");
    }
    witness(tx, op, person.id, (SightingKind::Removed, ground), Some(&reason)).await?;
    Ok(person.id)
}
