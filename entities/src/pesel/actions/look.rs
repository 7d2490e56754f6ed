//! A number is shown, and somebody is found by it. Both are writes, because both leave their line.

use sea_orm::{EntityTrait, QueryFilter};
use serde_json::json;

use super::{ground, reason, visible_person, witness};
use crate::audit;
use crate::institutions::person;
use crate::pesel::keyring::PeselKeys;
use crate::pesel::number::Pesel;
use crate::pesel::refusals::PESEL_MISSING;
use crate::pesel::rights::SEE_PESEL;
use crate::pesel::store::{Reach, marked};
use crate::pesel::{SightingKind, deeds, person_pesel};
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{PersonId, PersonPeselId};
use crate::shared::operation::Operation;
use crate::shared::read::Entity as _;
use crate::shared::refusals::FORBIDDEN;
use crate::shared::tx::Tx;

/// A number to be shown.
#[derive(Clone, Debug)]
pub struct RevealPesel {
    /// Whose.
    pub person_id: PersonId,
    /// Why; goes into the audit trail.
    pub reason: String,
}

/// Shows the whole number of a person.
///
/// # Errors
/// Refused: not found, forbidden, not required, invalid, missing.
pub async fn reveal_pesel(tx: &Tx, op: &Operation, keys: &PeselKeys, look: &RevealPesel) -> Result<Pesel> {
    let person = visible_person(tx, op, look.person_id).await?;
    let ground = ground(tx, op, person.id, SEE_PESEL).await?;
    let reason = reason(&look.reason)?;
    let Some(kept) = person_pesel::Entity::find_by_id(PersonPeselId(person.id.0)).one(tx).await? else {
        return refuse(PESEL_MISSING, "personId");
    };
    let pesel = keys.open(person.id, &kept.sealed())?;
    witness(tx, op, person.id, (SightingKind::Revealed, ground), Some(&reason)).await?;
    Ok(pesel)
}

/// A number to search by.
#[derive(Clone, Debug)]
pub struct FindPesel {
    /// The number.
    pub pesel: Pesel,
}

/// The person who has a number, if the actor may see both. Whether somebody hidden has it is not told: it reads as if
/// nobody had, and leaves the same trace.
///
/// # Errors
/// Refused: forbidden.
pub async fn find_by_pesel(
    tx: &Tx,
    op: &Operation,
    keys: &PeselKeys,
    search: &FindPesel,
) -> Result<Option<PersonId>> {
    if Reach::of(&op.actor, SEE_PESEL).is_empty() {
        return refuse(FORBIDDEN, "");
    }
    let of_number = person_pesel::Entity::find()
        .filter(marked(&keys.marks(&search.pesel)))
        .filter(person_pesel::Entity::visible_to(&op.actor));
    let id = of_number.one(tx).await?.map(|row| row.person_id());
    let person = match id {
        Some(id) => {
            let seen = person::Entity::visible_to(&op.actor);
            person::Entity::find_by_id(id).filter(seen).one(tx).await?
        }
        None => None,
    };
    let Some(person) = person else {
        if let Some(user) = op.actor.user_id() {
            let line = audit::Line::new(deeds::SEARCH, user);
            line.detail(json!({ "fields": ["pesel"], "found": 0 })).write(tx, op).await?;
        }
        return Ok(None);
    };
    let ground = ground(tx, op, person.id, SEE_PESEL).await?;
    witness(tx, op, person.id, (SightingKind::Found, ground), None).await?;
    Ok(Some(person.id))
}
