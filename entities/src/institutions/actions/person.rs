//! People are registered and changed.

use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::Serialize;

use super::employment::{self, NewEmployment};
use super::{may_manage_people, may_manage_people_of, require_people_anywhere, visible_institution};
use crate::institutions::deeds;
use crate::institutions::details::PersonDetails;
use crate::institutions::person::{ActiveModel, Entity, Model};
use crate::institutions::store::places_of_person;
use crate::shared::door::{self, fresh};
use crate::shared::error::{Result, refuse};
use crate::shared::ids::PersonId;
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::refusals::{FORBIDDEN, NOT_FOUND};
use crate::shared::tx::Tx;
use crate::{audit, created};

/// A person to be registered.
#[derive(Clone, Debug, Serialize)]
pub struct NewPerson {
    /// First names.
    pub first_name: String,
    /// Surname.
    pub last_name: String,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Where the person works.
    pub employment: Option<NewEmployment>,
}

/// Registers a person. The institution that employs the person may do it for its own people.
///
/// # Errors
/// Refused: institution not found, forbidden, invalid.
pub async fn register_person(tx: &Tx, op: &Operation, new: NewPerson) -> Result<PersonId> {
    match &new.employment {
        Some(employment) => {
            let field = "employment.institutionId";
            let institution = visible_institution(tx, op, employment.institution_id, field).await?;
            institution.may_if(may_manage_people_of)?.state.must_live(field)?;
        }
        None => require_people_anywhere(&op.actor)?,
    }
    let mut check = Check::default();
    let names = (new.first_name.as_str(), new.last_name.as_str());
    let details = PersonDetails::of(&mut check, names, new.email.as_deref(), new.phone.as_deref());
    let post = new.employment.as_ref().map(|e| employment::post(&mut check, "employment.", e));
    check.done()?;

    let id = op.id();
    let row = ActiveModel {
        id: Set(id),
        sort_key: Set(details.sort_key()),
        first_name: Set(details.first_name),
        last_name: Set(details.last_name),
        email: Set(details.email),
        new_email: Set(None),
        former_email: Set(None),
        phone: Set(details.phone),
        ..Default::default()
    };
    Entity::insert(created!(op, row)).exec_without_returning(tx).await?;
    audit::Line::new(deeds::REGISTER_PERSON, id).write(tx, op).await?;
    if let (Some(employment), Some(post)) = (&new.employment, post) {
        employment::insert(tx, op, id, employment, post).await?;
    }
    Ok(id)
}

/// A change of a person. Absent fields stay; empty texts clear.
#[derive(Clone, Debug, Serialize)]
pub struct PersonChange {
    /// The person.
    pub id: PersonId,
    /// The version that was read.
    pub version: Option<i32>,
    /// First names.
    pub first_name: Option<String>,
    /// Surname.
    pub last_name: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
}

/// What became of a person's address by a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Address {
    /// It stays.
    Stays,
    /// There is none any more.
    Gone,
    /// Another waits to be confirmed from its mailbox; until then the former one is used.
    Waits,
}

/// Changes a person. What documents have printed stays. Another address waits until it is confirmed: it decides who gets the
/// person's links (hard rule 17). Its letters are `accounts/actions/address.rs`'s, which is the way here.
///
/// # Errors
/// Refused: not found, forbidden, stale version, invalid.
pub async fn update_person(tx: &Tx, op: &Operation, change: PersonChange) -> Result<(PersonId, Address)> {
    let person = not_erased(door::load::<Entity>(tx, op, change.id, "id").await?.seen(), "id")?;
    require_person(tx, op, person.id).await?;
    fresh(change.version, person.version)?;
    let mut check = Check::default();
    let names = (
        change.first_name.as_deref().unwrap_or(&person.first_name),
        change.last_name.as_deref().unwrap_or(&person.last_name),
    );
    let email = change.email.as_deref().or(person.email.as_deref());
    let phone = change.phone.as_deref().or(person.phone.as_deref());
    let details = PersonDetails::of(&mut check, names, email, phone);
    check.done()?;
    let changed: Vec<&str> = [
        ("first_name", details.first_name != person.first_name),
        ("last_name", details.last_name != person.last_name),
        ("email", details.email != person.email),
        ("phone", details.phone != person.phone),
    ]
    .into_iter()
    .filter_map(|(field, differs)| differs.then_some(field))
    .collect();
    let mut row = ActiveModel {
        id: Set(person.id),
        sort_key: Set(details.sort_key()),
        first_name: Set(details.first_name),
        last_name: Set(details.last_name),
        phone: Set(details.phone),
        ..Default::default()
    };
    let address = match (change.email.is_some(), details.email) {
        (false, _) => Address::Stays,
        (true, new) if new == person.email => {
            // Whoever writes the present one takes a change back.
            row.new_email = Set(None);
            Address::Stays
        }
        (true, None) => {
            row.email = Set(None);
            row.new_email = Set(None);
            row.former_email = Set(person.email.clone());
            Address::Gone
        }
        (true, Some(new)) => {
            row.new_email = Set(Some(new));
            row.former_email = Set(person.email.clone());
            Address::Waits
        }
    };
    door::save(tx, op, &person, row).await?;
    // Where somebody's mail goes decides who gets their links, so a change of it can be found.
    let line = audit::Line::new(deeds::UPDATE_PERSON, person.id);
    line.detail(serde_json::json!({ "fields": changed })).write(tx, op).await?;
    Ok((person.id, address))
}

/// Takes the address into use that waited, as somebody has shown who reads its mailbox. False where none waits any more.
///
/// # Errors
/// The database failed.
pub async fn take_address(tx: &Tx, op: &Operation, id: PersonId) -> Result<bool> {
    let Some(person) = door::hold::<Entity>(tx, id).await? else { return Ok(false) };
    let Some(new) = person.new_email.clone().filter(|_| person.erased_at.is_none()) else { return Ok(false) };
    let row = ActiveModel { email: Set(Some(new)), new_email: Set(None), ..Default::default() };
    door::save(tx, op, &person, row).await?;
    audit::Line::new(deeds::CONFIRM_ADDRESS, id).write(tx, op).await?;
    Ok(true)
}

/// A person about whom an action of any room writes, if the actor may see them. They are held until the transaction ends, so
/// that nobody erases them meanwhile; of whom was erased nothing new is written.
///
/// # Errors
/// `NOT_FOUND` on `field`; the database failed.
pub async fn living_person(tx: &Tx, op: &Operation, id: PersonId, field: &str) -> Result<Model> {
    not_erased(door::see_steady::<Entity>(tx, op, id, field).await?, field)
}

/// The same for an action that nobody else may do beside it, such as giving the person an account.
///
/// # Errors
/// As [`living_person`].
pub async fn person_held(tx: &Tx, op: &Operation, id: PersonId, field: &str) -> Result<Model> {
    not_erased(door::load::<Entity>(tx, op, id, field).await?.seen(), field)
}

fn not_erased(person: Model, field: &str) -> Result<Model> {
    if person.erased_at.is_some() { refuse(NOT_FOUND, field) } else { Ok(person) }
}

/// Whoever looks after people of an institution that employs the person today; of people whom none employs,
/// whoever manages institutions anywhere.
async fn require_person(tx: &Tx, op: &Operation, id: PersonId) -> Result<()> {
    let places = places_of_person(tx, id, op.today()).await?;
    if places.is_empty() {
        require_people_anywhere(&op.actor)
    } else if places.iter().any(|place| may_manage_people(&op.actor, place)) {
        Ok(())
    } else {
        refuse(FORBIDDEN, "")
    }
}
