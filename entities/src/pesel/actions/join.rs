//! Two records of one person become one: their numbers, sealed anew for the person who stays, and their consents.
//!
//! Where both have a number in one project it must be the same; where both agreed there, the consent of the record that is kept
//! goes on.

use std::collections::BTreeMap;

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::pesel::keyring::PeselKeys;
use crate::pesel::person_pesel;
use crate::pesel::pesel_consent::{self, ActiveModel, Column, Entity};
use crate::pesel::store::take_turn;
use crate::shared::door;
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{PersonId, PeselConsentId};
use crate::shared::operation::Operation;
use crate::shared::refusals::JOIN_CONFLICT;
use crate::shared::tx::Tx;

/// Hands consents and numbers over.
///
/// # Errors
/// Refused: join conflict. A number that cannot be opened; the database failed.
pub async fn join_numbers(
    tx: &Tx,
    op: &Operation,
    keys: &PeselKeys,
    (to, from): (PersonId, PersonId),
) -> Result<()> {
    let consents = Entity::find()
        .filter(Column::PersonId.is_in([to, from]))
        .filter(Column::WithdrawnAt.is_null())
        .order_by_asc(Column::Id);
    let consents: Vec<pesel_consent::Model> = door::locked(consents).all(tx).await?;
    let mut instead: BTreeMap<PeselConsentId, PeselConsentId> = BTreeMap::new();
    for theirs in consents.iter().filter(|consent| consent.person_id == from) {
        let ours = consents.iter().find(|one| one.person_id == to && one.project_id == theirs.project_id);
        if let Some(ours) = ours {
            door::save(tx, op, theirs, ActiveModel { withdrawn_at: Set(Some(op.now)), ..Default::default() })
                .await?;
            instead.insert(theirs.id, ours.id);
        }
    }
    Entity::update_many()
        .col_expr(Column::PersonId, Expr::value(to))
        .filter(Column::PersonId.eq(from))
        .exec(tx)
        .await?;
    take_turn(tx).await?;
    let numbers = person_pesel::Entity::find()
        .filter(person_pesel::Column::PersonId.is_in([to, from]))
        .order_by_asc(person_pesel::Column::Id);
    let numbers = door::locked(numbers).all(tx).await?;
    for theirs in numbers.iter().filter(|number| number.person_id == from) {
        let pesel = keys.open(from, &theirs.sealed())?;
        let ours = numbers.iter().find(|one| one.person_id == to && one.project_id == theirs.project_id);
        if let Some(ours) = ours {
            if keys.open(to, &ours.sealed())?.expose() != pesel.expose() {
                return refuse(JOIN_CONFLICT, "mergeId");
            }
            person_pesel::Entity::delete_by_id(theirs.id).exec(tx).await?;
            continue;
        }
        let sealed = keys.seal(to, &pesel, &*op.chance)?;
        let row = person_pesel::ActiveModel {
            person_id: Set(to),
            consent_id: Set(theirs.consent_id.map(|id| instead.get(&id).copied().unwrap_or(id))),
            key_version: Set(sealed.version),
            sealed: Set(sealed.bytes),
            ..Default::default()
        };
        door::save(tx, op, theirs, row).await?;
    }
    Ok(())
}
