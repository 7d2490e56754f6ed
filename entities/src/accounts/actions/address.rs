//! The way to change a person: what `institutions/actions/person.rs` writes, and the letters about an address that changes.
//!
//! A changed address works for nothing until whoever reads its mailbox says so; the one before is told (hard rule 17).

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::links::{ask_to_confirm, end_confirmations};
use crate::accounts::{UserState, user};
use crate::institutions::actions::{self as register, Address, PersonChange};
use crate::institutions::person;
use crate::mail::DeliveryKind;
use crate::mail::actions::{NewDelivery, Recipient, post};
use crate::shared::error::Result;
use crate::shared::ids::PersonId;
use crate::shared::language::Language;
use crate::shared::operation::Operation;
use crate::shared::quota::{self, LETTERS_TO_MAILBOX, Use};
use crate::shared::tx::Tx;

/// Changes a person; another address is asked to be confirmed, and the former one is told.
///
/// # Errors
/// Refused as by [`register::update_person`].
pub async fn update_person(tx: &Tx, op: &Operation, change: PersonChange) -> Result<PersonId> {
    let sent = change.email.is_some();
    let (id, address) = register::update_person(tx, op, change).await?;
    if !sent {
        return Ok(id);
    }
    let account = user::Entity::find()
        .filter(user::Column::PersonId.eq(id))
        .filter(user::Column::State.eq(UserState::Active))
        .one(tx)
        .await?;
    let language = account.map_or(Language::Polish, |user| user.language);
    match address {
        Address::Stays => return end_confirmations(tx, op, id).await.map(|()| id),
        Address::Gone => end_confirmations(tx, op, id).await?,
        Address::Waits => ask_to_confirm(tx, op, id, language).await?,
    }
    let person = person::Entity::find_by_id(id).one(tx).await?;
    let (former, new) = person.map_or((None, None), |person| (person.former_email, person.new_email));
    if former.is_some() {
        let message = NewDelivery {
            kind: DeliveryKind::AddressChanged,
            // Each change is told.
            artefact_id: op.chance.uuid(op.now),
            subject_id: None,
            to: Recipient::Person(id),
            language,
            project_id: None,
            partner_id: None,
        };
        post(tx, op, message).await?;
    }
    let asked = new.filter(|_| matches!(address, Address::Waits));
    quota::take(tx, op, asked.map(|new| Use::of_mailbox(&LETTERS_TO_MAILBOX, &new))).await?;
    Ok(id)
}
