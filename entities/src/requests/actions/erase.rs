//! Erasure, in one transaction: afterwards nothing here tells who the person was, and everything that is counted,
//! numbered, hashed or sealed is as before. Files are removed by a job that follows, and once more a day later, for
//! a worker that was drawing one meanwhile.
//!
//! While documentation of a project must be kept that names the person, only the rest goes: account, addresses,
//! links, needs, free texts, previews, copies. The worker erases what was kept when its time is over.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde::Serialize;

use super::ask::{insert, new};
use super::{may, open_of, require, visible_person};
use crate::accounts::actions::close_accounts;
use crate::certificates::actions::erase_certificates;
use crate::institutions::person;
use crate::jobs::queue::{enqueue, enqueue_at};
use crate::mail::actions::leave_out;
use crate::register::walk;
use crate::requests::erasure::{Plan, documentation, files_to_go, kept_until, plan};
use crate::requests::jobs::{NoteErasure, RemoveFiles};
use crate::requests::refusals::KEPT_BY_LAW;
use crate::requests::request::{ActiveModel, Column, Entity};
use crate::requests::rights::ERASE_PERSON;
use crate::requests::subject::subject_of;
use crate::requests::{RequestKind, RequestState, deeds};
use crate::shared::door;
use crate::shared::error::{Detail, Refusal, Result, found, refuse};
use crate::shared::ids::{DataRequestId, DocumentId, EditionId, PersonId};
use crate::shared::operation::Operation;
use crate::shared::read::Entity as _;
use crate::shared::refusals::{FORBIDDEN, WRONG_STATE};
use crate::shared::tx::Tx;
use crate::trainings::actions::{hold_editions_of, withdraw};
use crate::{audit, documents};

/// After how long files are removed once more.
const AGAIN: Duration = Duration::days(1);

/// A person to be erased.
#[derive(Clone, Debug, Serialize)]
pub struct ErasePerson {
    /// The person.
    pub person_id: PersonId,
    /// Whether to erase what may go, where documentation must be kept that names the person.
    pub only_what_may_go: bool,
}

/// Erases a person. Answers the request that it fulfils; one is written where nobody had asked.
///
/// # Errors
/// Refused: not found, forbidden (oneself, an account beyond what the actor looks after), wrong state where it was done
/// before, kept by law (unless only what may go is asked for), last administrator.
pub async fn erase_person(tx: &Tx, op: &Operation, asked: ErasePerson) -> Result<DataRequestId> {
    let seen = visible_person(tx, op, asked.person_id).await?;
    require(tx, op, seen.id, ERASE_PERSON).await?;
    let editions = hold_editions_of(tx, seen.id).await?;
    // Of two who erase at once the second finds it done.
    let person = door::hold::<person::Entity>(tx, seen.id).await?;
    let person = found(person, "personId")?;
    if op.actor.person_id() == Some(person.id) {
        return refuse(FORBIDDEN, "personId");
    }
    if person.erased_at.is_some() {
        return refuse(WRONG_STATE, "personId");
    }
    let kept = kept_until(&documentation(tx, person.id, op.today()).await?);
    if let Some(until) = kept
        && !asked.only_what_may_go
    {
        let refusal = Refusal::of(KEPT_BY_LAW, "personId").with(Detail::Until(until));
        return Err(refusal.into());
    }
    let state = if kept.is_none() { RequestState::Done } else { RequestState::PartlyDone };
    let id = person.id;
    erase(tx, op, person, &editions, kept.is_none()).await?;
    let request = match open_of(tx, id, RequestKind::Erasure).await? {
        Some(request) => {
            end(tx, op, &request, state).await?;
            request.id
        }
        None => {
            let request: DataRequestId = op.id();
            let row = new(op, request, id, RequestKind::Erasure, state);
            insert(tx, op, request, ActiveModel { ended_at: Set(Some(op.now)), ..row }, state).await?;
            request
        }
    };
    Ok(request)
}

/// Erases once more whom a restore has brought back: by the command line, from a list that was kept outside. What may
/// not go yet stays. False for people the database does not know, or who are erased already, wholly or as far as it was
/// allowed: the rest of those goes by itself.
///
/// # Errors
/// Refused: last administrator. The database failed.
pub async fn erase_again(tx: &Tx, op: &Operation, id: PersonId) -> Result<bool> {
    let known = person::Entity::find_by_id(id).one(tx).await?;
    if known.is_none_or(|person| person.erased_at.is_some()) || is_partly_erased(tx, id).await? {
        return Ok(false);
    }
    erase_person(tx, op, ErasePerson { person_id: id, only_what_may_go: true }).await.map(|_| true)
}

async fn is_partly_erased(tx: &Tx, id: PersonId) -> Result<bool> {
    let partly = Entity::find()
        .filter(Column::PersonId.eq(id))
        .filter(Column::Kind.eq(RequestKind::Erasure))
        .filter(Column::State.eq(RequestState::PartlyDone));
    Ok(partly.one(tx).await?.is_some())
}

/// People who were erased, wholly or as far as it was allowed, and when first, oldest first: the list to be kept outside
/// the database.
///
/// # Errors
/// The database failed.
pub async fn erased_people(db: &impl ConnectionTrait) -> Result<Vec<(PersonId, DateTime<Utc>)>> {
    let done = Entity::find()
        .filter(Column::Kind.eq(RequestKind::Erasure))
        .filter(Column::State.is_in([RequestState::Done, RequestState::PartlyDone]));
    let asked = done.all(db).await?.into_iter().filter_map(|row| Some((row.person_id, row.ended_at?)));
    // Nobody asked for those that went by a rule of retention.
    let gone = person::Entity::find().filter(person::Column::ErasedAt.is_not_null()).all(db).await?;
    let gone = gone.into_iter().filter_map(|person| Some((person.id, person.erased_at?)));
    let mut first: BTreeMap<PersonId, DateTime<Utc>> = BTreeMap::new();
    for (person, at) in asked.chain(gone) {
        let known = first.entry(person).or_insert(at);
        *known = std::cmp::min(at, *known);
    }
    let mut people: Vec<(PersonId, DateTime<Utc>)> = first.into_iter().collect();
    people.sort_by_key(|(person, at)| (*at, *person));
    Ok(people)
}

/// What erasing a person would do now, for whoever may do it.
///
/// # Errors
/// Refused: not found, forbidden.
pub async fn preview_erasure(db: &impl ConnectionTrait, op: &Operation, id: PersonId) -> Result<Plan> {
    let seen = person::Entity::visible_to(&op.actor);
    let person = found(person::Entity::find_by_id(id).filter(seen).one(db).await?, "personId")?;
    if !may(db, op, person.id, ERASE_PERSON).await? {
        return refuse(FORBIDDEN, "");
    }
    plan(db, person.id, op.today()).await
}

/// Erases what had to be kept until now, where nothing must be kept any more: by the worker. Nothing happens otherwise.
///
/// # Errors
/// The database failed.
pub async fn complete_erasure(tx: &Tx, op: &Operation, id: PersonId) -> Result<bool> {
    let editions = hold_editions_of(tx, id).await?;
    let Some(person) = door::hold::<person::Entity>(tx, id).await? else {
        return Ok(false);
    };
    let kept = kept_until(&documentation(tx, id, op.today()).await?);
    if person.erased_at.is_some() || kept.is_some() {
        return Ok(false);
    }
    erase(tx, op, person, &editions, true).await?;
    let waiting = Entity::find()
        .filter(Column::PersonId.eq(id))
        .filter(Column::State.eq(RequestState::PartlyDone))
        .all(tx)
        .await?;
    for request in waiting {
        end(tx, op, &request, RequestState::Done).await?;
    }
    Ok(true)
}

async fn end(
    tx: &Tx,
    op: &Operation,
    request: &crate::requests::request::Model,
    to: RequestState,
) -> Result<()> {
    request.state.go(to)?;
    let row = ActiveModel {
        id: Set(request.id),
        state: Set(to),
        ended_at: Set(Some(op.now)),
        ..Default::default()
    };
    door::save(tx, op, request, row).await?;
    let line = audit::Line::new(deeds::REQUEST, request.id);
    line.states(request.state.code(), to.code()).write(tx, op).await?;
    Ok(())
}

async fn erase(
    tx: &Tx,
    op: &Operation,
    person: person::Model,
    editions: &[EditionId],
    is_complete: bool,
) -> Result<()> {
    let subject = subject_of(tx, person.id).await?;
    withdraw(tx, op, person.id, editions).await?;
    // What the register names, in the order in which everybody locks; the rest follows the order of a copy.
    let held = walk::hold(tx, &subject).await?;
    expire_exports(tx, op, person.id).await?;
    let deliveries = leave_out(tx, op, person.id, &subject.users).await?;
    close_accounts(tx, op, person.id).await?;
    let mut files: Vec<DocumentId> = vec![];
    if is_complete {
        files.extend(erase_certificates(tx, op, person.id).await?);
    }
    files.extend(documents::actions::erase(tx, op, files_to_go(person.id, is_complete)).await?);
    let touched = walk::erase(tx, &subject, &held, is_complete).await?;
    let mut change = person::ActiveModel { id: Set(person.id), ..Default::default() };
    if is_complete {
        change.erased_at = Set(Some(op.now));
    }
    door::save(tx, op, &person, change).await?;
    let counts: serde_json::Map<String, serde_json::Value> =
        touched.iter().map(|one| (one.table.to_owned(), one.rows.into())).collect();
    let detail = serde_json::json!({ "complete": is_complete, "files": files.len(), "rows": counts });
    audit::Line::new(deeds::ERASE, person.id).detail(detail).write(tx, op).await?;
    enqueue(tx, op, &[NoteErasure { person_id: person.id }]).await?;
    let job = RemoveFiles { documents: files, deliveries };
    enqueue(tx, op, std::slice::from_ref(&job)).await?;
    enqueue_at(tx, op, &[job], op.now + AGAIN).await
}

/// Copies of what is erased go, made or not.
async fn expire_exports(tx: &Tx, op: &Operation, person: PersonId) -> Result<()> {
    let open = [RequestState::Preparing, RequestState::Ready, RequestState::Failed];
    Entity::update_many()
        .col_expr(Column::State, Expr::value(RequestState::Expired))
        .col_expr(Column::UpdatedAt, Expr::value(op.now))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::PersonId.eq(person))
        .filter(Column::Kind.eq(RequestKind::Export))
        .filter(Column::State.is_in(open))
        .exec(tx)
        .await?;
    Ok(())
}
