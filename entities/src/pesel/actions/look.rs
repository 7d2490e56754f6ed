//! A number is shown, and somebody is found by it. Both are writes, because both leave their line.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;

use super::{ground, reason, visible_person, witness};
use crate::audit;
use crate::institutions::person;
use crate::pesel::keyring::PeselKeys;
use crate::pesel::number::Pesel;
use crate::pesel::refusals::{PESEL_MISSING, PESEL_PROJECT_UNCLEAR};
use crate::pesel::rights::SEE_PESEL;
use crate::pesel::store::{Reach, marked, numbers};
use crate::pesel::{SightingKind, deeds, person_pesel};
use crate::shared::door;
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{PersonId, ProjectId};
use crate::shared::operation::Operation;
use crate::shared::read::Entity as _;
use crate::shared::refusals::FORBIDDEN;
use crate::shared::tx::Tx;

/// A number to be shown.
#[derive(Clone, Debug)]
pub struct RevealPesel {
    /// Whose.
    pub person_id: PersonId,
    /// The project that keeps it; need not be said where only one is meant.
    pub project_id: Option<ProjectId>,
    /// Why; goes into the audit trail.
    pub reason: String,
}

/// Shows the whole number of a person, as a project keeps it.
///
/// # Errors
/// Refused: not found, forbidden, not required, project unclear, invalid, missing.
pub async fn reveal_pesel(tx: &Tx, op: &Operation, keys: &PeselKeys, look: &RevealPesel) -> Result<Pesel> {
    let person = visible_person(tx, op, look.person_id).await?;
    let seen = person_pesel::Entity::visible_to(&op.actor);
    let mut kept = numbers(tx, person.id, look.project_id, seen).await?;
    if kept.len() > 1 {
        return refuse(PESEL_PROJECT_UNCLEAR, "projectId");
    }
    let kept = kept.pop();
    let project = kept.as_ref().map(|kept| kept.project_id).or(look.project_id);
    let ground = ground(tx, op, person.id, (SEE_PESEL, project)).await?;
    let reason = reason(&look.reason)?;
    let Some(kept) = kept else { return refuse(PESEL_MISSING, "personId") };
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
    let rows = of_number.order_by_asc(person_pesel::Column::ProjectId).all(tx).await?;
    let people = door::steadied(
        person::Entity::find()
            .filter(person::Column::Id.is_in(rows.iter().map(|row| row.person_id)))
            .filter(person::Entity::visible_to(&op.actor)),
    );
    let people: Vec<PersonId> = people.all(tx).await?.into_iter().map(|person| person.id).collect();
    let Some(row) = rows.iter().find(|row| people.contains(&row.person_id)) else {
        if let Some(user) = op.actor.user_id() {
            let line = audit::Line::new(deeds::SEARCH, user);
            line.detail(json!({ "fields": ["pesel"], "found": 0 })).write(tx, op).await?;
        }
        return Ok(None);
    };
    let ground = ground(tx, op, row.person_id, (SEE_PESEL, Some(row.project_id))).await?;
    witness(tx, op, row.person_id, (SightingKind::Found, ground), None).await?;
    Ok(Some(row.person_id))
}
