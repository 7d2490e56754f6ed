//! Two records of one person become one: names and addresses, and where they work.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ModelTrait, QueryFilter, QueryOrder};

use crate::audit;
use crate::institutions::person::{ActiveModel, Entity, Model};
use crate::institutions::{deeds, employment};
use crate::shared::door;
use crate::shared::error::Result;
use crate::shared::ids::PersonId;
use crate::shared::operation::Operation;
use crate::shared::tx::Tx;

/// The same post at the same place from the same day is one employment, and lasts as long as the longer one.
///
/// # Errors
/// The database failed.
pub async fn join_employments(tx: &Tx, op: &Operation, (to, from): (PersonId, PersonId)) -> Result<()> {
    use employment::Column;
    let of = |person: PersonId| {
        let rows = employment::Entity::find().filter(Column::PersonId.eq(person));
        door::locked(rows.order_by_asc(Column::Id))
    };
    let (ours, theirs) = (of(to).all(tx).await?, of(from).all(tx).await?);
    for row in theirs {
        let same = |one: &&employment::Model| {
            (one.institution_id, one.from, &one.post) == (row.institution_id, row.from, &row.post)
        };
        let Some(twin) = ours.iter().find(same) else { continue };
        let longer = match (twin.to, row.to) {
            (Some(one), Some(other)) => Some(one.max(other)),
            _ => None,
        };
        if longer != twin.to {
            let change = employment::ActiveModel { to: Set(longer), ..Default::default() };
            door::save(tx, op, twin, change).await?;
        }
        row.delete(tx).await?;
    }
    Ok(())
}

/// The record of a person goes; the one that is kept takes over what it lacks. Both are locked.
///
/// # Errors
/// The database failed.
pub async fn end_person(tx: &Tx, op: &Operation, (keep, gone): (&Model, Model)) -> Result<()> {
    let email = keep.email.clone().or(gone.email);
    let phone = keep.phone.clone().or(gone.phone);
    if (&email, &phone) != (&keep.email, &keep.phone) {
        let row = ActiveModel { email: Set(email), phone: Set(phone), ..Default::default() };
        door::save(tx, op, keep, row).await?;
    }
    Entity::delete_by_id(gone.id).exec(tx).await?;
    audit::Line::new(deeds::END_PERSON, gone.id).write(tx, op).await?;
    Ok(())
}
