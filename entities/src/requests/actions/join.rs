//! Two records of one person, or two accounts of one, become one: by an administrator who looks after all places of both, with a
//! reason. What hangs on the one that goes is handed over, table by table as the register names them, in the order of locks.
//!
//! | where both have something | what stays |
//! | --- | --- |
//! | names, addresses | those of the record that is kept; what it lacks is taken over |
//! | one edition | the enrolment that has come further; both took part: refused |
//! | the same post from the same day | one, as long as the longer |
//! | training in one edition, the receipt of one clause, one report | one |
//! | a PESEL number in one project | the same: one; another: refused |
//! | a certificate of one edition, an open request of one kind | refused |
//! | an account | the accounts are joined, too |
//!
//! Certificates keep what they printed, and nothing is made anew. It cannot be undone by itself: the trail has the key of what
//! went and how many rows of what went over; a backup of before has the rest (`docs/guide/privacy.md`).

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, SqlErr};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::require;
use crate::accounts::actions::{absorb, end_access, joinable};
use crate::accounts::user;
use crate::audit;
use crate::institutions::actions::{end_person, join_employments};
use crate::institutions::person;
use crate::pesel::actions::join_numbers;
use crate::pesel::keyring::PeselKeys;
use crate::register::walk::{columns_of_people, hand_over};
use crate::requests::deeds;
use crate::requests::refusals::JOIN_PEOPLE_FIRST;
use crate::requests::rights::JOIN_PEOPLE;
use crate::shared::door;
use crate::shared::error::{Error, Refusal, Result, refuse};
use crate::shared::ids::{PersonId, UserId};
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::refusals::{FORBIDDEN, JOIN_CONFLICT, NOT_FOUND, REFERENCE, REQUIRED};
use crate::shared::tx::Tx;
use crate::trainings::actions::{hold_editions_of, join_enrolments};

/// Two that are to become one.
#[derive(Clone, Debug, Serialize)]
pub struct Join<K> {
    /// The one that is kept.
    pub keep_id: K,
    /// The one that goes.
    pub merge_id: K,
    /// Why.
    pub reason: String,
}

impl<K: PartialEq> Join<K> {
    /// The reason, of two that are not the same.
    pub(super) fn checked(&self) -> Result<String> {
        let mut check = Check::default();
        if self.keep_id == self.merge_id {
            check.fault("mergeId", REFERENCE);
        }
        let reason = check.text("reason", Some(&self.reason));
        if reason.is_none() {
            check.fault("reason", REQUIRED);
        }
        check.done()?;
        Ok(reason.unwrap_or_default())
    }
}

/// What stands beside a person once.
fn beside(table: &str) -> Option<&'static str> {
    match table {
        "trainer_assignment" => Some("edition_id"),
        "clause_receipt" => Some("version_id"),
        _ => None,
    }
}

/// Joins two records of one person.
///
/// # Errors
/// Refused: not found, forbidden (also oneself), invalid, join conflict.
pub async fn join_people(
    tx: &Tx,
    op: &Operation,
    keys: &PeselKeys,
    join: &Join<PersonId>,
) -> Result<PersonId> {
    let (keep, gone) = (join.keep_id, join.merge_id);
    for (id, field) in [(keep, "keepId"), (gone, "mergeId")] {
        door::see::<person::Entity>(tx, op, id, field).await?;
        require(tx, op, id, JOIN_PEOPLE).await?;
        if op.actor.person_id() == Some(id) {
            return refuse(FORBIDDEN, field);
        }
    }
    let reason = join.checked()?;
    let editions = hold_editions_of(tx, &[keep, gone]).await?;
    let both = person::Entity::find().filter(person::Column::Id.is_in([keep, gone]));
    let both = door::locked(both.order_by_asc(person::Column::Id)).all(tx).await?;
    let of = |id: PersonId, field: &str| match both.iter().find(|person| person.id == id) {
        Some(person) if person.erased_at.is_none() => Ok(person),
        _ => refuse(NOT_FOUND, field),
    };
    let (kept, merged) = (of(keep, "keepId")?, of(gone, "mergeId")?);
    let accounts = (account_of(tx, keep).await?, account_of(tx, gone).await?);
    if let (Some(ours), Some(theirs)) = accounts {
        joinable(tx, op, (ours, theirs)).await?;
    }
    join_enrolments(tx, op, (kept, gone), &editions).await?;
    let mut rows = Map::new();
    for (table, column) in columns_of_people() {
        match table {
            "employment" => join_employments(tx, op, (keep, gone)).await?,
            "pesel_consent" => join_numbers(tx, op, keys, (keep, gone)).await?,
            "delivery" => {
                if let (Some(ours), Some(theirs)) = accounts {
                    hand_over(tx, table, ("user_id", None), (theirs.0, ours.0)).await?;
                }
            }
            "user" => {
                if let (Some(ours), Some(theirs)) = accounts {
                    absorb(tx, op, (ours, theirs)).await?;
                }
            }
            "clause_receipt" => {
                if let (Some(ours), Some(theirs)) = accounts {
                    end_access(tx, op, (ours, theirs)).await?;
                    hand_over(tx, table, ("user_id", Some("version_id")), (theirs.0, ours.0)).await?;
                }
            }
            "certificate" => {
                if let (Some(ours), Some(theirs)) = accounts {
                    let recipient = ("user_id", Some("schedule_id"));
                    hand_over(tx, "schedule_recipient", recipient, (theirs.0, ours.0)).await?;
                }
            }
            _ => {}
        }
        let over = hand_over(tx, table, (column, beside(table)), (gone.0, keep.0)).await;
        let over = over.map_err(|error| match error {
            Error::Db(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
                Refusal::of(JOIN_CONFLICT, "mergeId").into()
            }
            error => error,
        })?;
        if over > 0 {
            rows.insert(table.to_owned(), over.into());
        }
    }
    end_person(tx, op, (kept, merged.clone())).await?;
    let line = audit::Line::new(deeds::JOIN_PEOPLE, keep).reason(&reason);
    line.detail(json!({ "joined": gone, "rows": Value::Object(rows) })).write(tx, op).await?;
    Ok(keep)
}

/// Joins two accounts of one person, or one that is nobody's yet with that of a person.
///
/// # Errors
/// Refused: not found, forbidden (also oneself), invalid, `JoinPeopleFirst` where they are of two people.
pub async fn join_users(tx: &Tx, op: &Operation, join: Join<UserId>) -> Result<UserId> {
    let (keep, gone) = (join.keep_id, join.merge_id);
    let (ours, theirs) = joinable(tx, op, (keep, gone)).await?;
    let reason = join.checked()?;
    if ours.person_id.zip(theirs.person_id).is_some_and(|(one, other)| one != other) {
        return refuse(JOIN_PEOPLE_FIRST, "mergeId");
    }
    if let Some(person) = ours.person_id.or(theirs.person_id) {
        // Whoever makes an account of a person holds the person.
        door::hold::<person::Entity>(tx, person).await?;
    }
    // In the order of locks: messages before accounts, what was received by them after.
    for (table, beside) in [
        ("delivery", None),
        ("user", None),
        ("clause_receipt", Some("version_id")),
        ("schedule_recipient", Some("schedule_id")),
    ] {
        if table == "user" {
            absorb(tx, op, (keep, gone)).await?;
            end_access(tx, op, (keep, gone)).await?;
        } else {
            hand_over(tx, table, ("user_id", beside), (gone.0, keep.0)).await?;
        }
    }
    let line = audit::Line::new(deeds::JOIN_USERS, keep).reason(&reason);
    line.detail(json!({ "joined": gone })).write(tx, op).await?;
    Ok(keep)
}

async fn account_of(tx: &Tx, person: PersonId) -> Result<Option<UserId>> {
    let account = user::Entity::find().filter(user::Column::PersonId.eq(person)).one(tx).await?;
    Ok(account.map(|user| user.id))
}
