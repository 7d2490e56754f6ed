//! Erasure, in one transaction: afterwards nothing here tells who the person was, and everything that is counted,
//! numbered, hashed or sealed is as before. Files are removed by a job that follows, and once more a day later, for
//! a worker that was drawing one meanwhile.
//!
//! While documentation of a project must be kept that names the person, only the rest goes: account, addresses,
//! links, needs, free texts, previews, copies. The worker erases what was kept when its time is over.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};

use super::ask::{insert, new};
use super::{may, open_of, require, visible_person};
use crate::accounts::actions::{administrators, close_accounts};
use crate::certificates::actions::erase_certificates;
use crate::institutions::person;
use crate::jobs::queue::{enqueue, enqueue_at};
use crate::mail::actions::leave_out;
use crate::register::walk::{self, Subject, Touched};
use crate::requests::erasure::{Plan, documentation, kept_until, own_files, plan, shared_files};
use crate::requests::jobs::{NoteErasure, RemoveFiles};
use crate::requests::refusals::KEPT_BY_LAW;
use crate::requests::request::{ActiveModel, Column, Entity};
use crate::requests::rights::ERASE_PERSON;
use crate::requests::subject::subject_of;
use crate::requests::{RequestKind, RequestState, deeds};
use crate::shared::door;
use crate::shared::error::{Detail, Refusal, Result, found, refuse};
use crate::shared::ids::{DataRequestId, DocumentId, EditionId, PersonId, UserId};
use crate::shared::operation::Operation;
use crate::shared::read::Entity as _;
use crate::shared::refusals::FORBIDDEN;
use crate::shared::tx::Tx;
use crate::trainings::actions::{hold_editions_of, unassign, withdraw};
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

/// What an erasure did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    /// The request that it fulfils.
    pub request_id: DataRequestId,
    /// What it removed, table by table; nothing where an earlier one had left nothing.
    pub removed: Vec<Removed>,
    /// How many files go.
    pub files: u64,
}

/// What an erasure removed from a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// The table.
    pub table: String,
    /// What people call it.
    pub label: String,
    /// Rows that were deleted or changed.
    pub rows: u64,
    /// Whether they were deleted.
    pub deleted: bool,
    /// Columns that were changed in rows that stay.
    pub changed: Vec<String>,
}

impl From<Touched> for Removed {
    fn from(touched: Touched) -> Self {
        Self {
            table: touched.table.to_owned(),
            label: touched.label.to_owned(),
            rows: touched.rows,
            deleted: touched.deleted,
            changed: touched.changed.into_iter().map(str::to_owned).collect(),
        }
    }
}

/// Erases a person. Answers the request that it fulfils; one is written where nobody had asked. Whoever was erased before is
/// erased again: what came to them since, by a restore or an old process, goes.
///
/// # Errors
/// Refused: not found, forbidden (oneself, an account beyond what the actor looks after), kept by law (unless only what may
/// go is asked for), last administrator.
pub async fn erase_person(tx: &Tx, op: &Operation, asked: ErasePerson) -> Result<Erased> {
    let seen = visible_person(tx, op, asked.person_id).await?;
    require(tx, op, seen.id, ERASE_PERSON).await?;
    let editions = hold_editions_of(tx, &[seen.id]).await?;
    // Of two who erase at once the second finds it done.
    let person = found(door::hold::<person::Entity>(tx, seen.id).await?, "personId")?;
    if op.actor.person_id() == Some(person.id) {
        return refuse(FORBIDDEN, "personId");
    }
    let kept = kept_now(tx, op, &person).await?;
    if let Some(until) = kept
        && !asked.only_what_may_go
    {
        let refusal = Refusal::of(KEPT_BY_LAW, "personId").with(Detail::Until(until));
        return Err(refusal.into());
    }
    let id = person.id;
    let (removed, files) = erase(tx, op, person, &editions, kept.is_none()).await?;
    let state = if kept.is_none() { RequestState::Done } else { RequestState::PartlyDone };
    let request_id = answered(tx, op, id, state).await?;
    Ok(Erased { request_id, removed: removed.into_iter().map(Removed::from).collect(), files })
}

/// Until when documentation must be kept that names the person. Of somebody who was erased nothing names them any more.
async fn kept_now(tx: &Tx, op: &Operation, person: &person::Model) -> Result<Option<Option<NaiveDate>>> {
    if person.erased_at.is_some() {
        return Ok(None);
    }
    Ok(kept_until(&documentation(tx, person.id, op.today()).await?))
}

/// The request that an erasure fulfils: one that is open, or the last that was fulfilled; a new one where there is none.
async fn answered(tx: &Tx, op: &Operation, person: PersonId, state: RequestState) -> Result<DataRequestId> {
    if let Some(request) = open_of(tx, person, RequestKind::Erasure).await? {
        end(tx, op, &request, state).await?;
        return Ok(request.id);
    }
    match last_fulfilled(tx, person).await? {
        Some(request) if request.state == state => return Ok(request.id),
        Some(request) if request.state == RequestState::PartlyDone => {
            end(tx, op, &request, state).await?;
            return Ok(request.id);
        }
        _ => {}
    }
    let request: DataRequestId = op.id();
    let row = new(op, request, person, RequestKind::Erasure, state);
    insert(tx, op, request, ActiveModel { ended_at: Set(Some(op.now)), ..row }, state).await?;
    Ok(request)
}

/// Erases once more whom the list names that was kept outside, because a restore has brought them back, or something of
/// them: by the command line. What may not go yet stays. False for people the database does not know, and where nothing was
/// left to remove.
///
/// # Errors
/// Refused: last administrator. The database failed.
pub async fn erase_again(tx: &Tx, op: &Operation, id: PersonId) -> Result<bool> {
    if person::Entity::find_by_id(id).one(tx).await?.is_none() {
        return Ok(false);
    }
    let erased = erase_person(tx, op, ErasePerson { person_id: id, only_what_may_go: true }).await?;
    Ok(!erased.removed.is_empty() || erased.files > 0)
}

/// The erasure of a person that was fulfilled last, wholly or as far as it was allowed.
async fn last_fulfilled(
    db: &impl ConnectionTrait,
    id: PersonId,
) -> Result<Option<crate::requests::request::Model>> {
    let fulfilled = Entity::find()
        .filter(Column::PersonId.eq(id))
        .filter(Column::Kind.eq(RequestKind::Erasure))
        .filter(Column::State.is_in([RequestState::Done, RequestState::PartlyDone]))
        .order_by_desc(Column::EndedAt)
        .order_by_desc(Column::Id);
    Ok(fulfilled.one(db).await?)
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
    let editions = hold_editions_of(tx, &[id]).await?;
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

/// Erases what there is. Answers what was removed and how many files go; nothing is noted where there was nothing left.
async fn erase(
    tx: &Tx,
    op: &Operation,
    person: person::Model,
    editions: &[EditionId],
    is_complete: bool,
) -> Result<(Vec<Touched>, u64)> {
    let (id, before) = (person.id, person.erased_at);
    let subject = subject_of(tx, id).await?;
    let withdrawn = withdraw(tx, op, (id, before), editions).await?;
    // What the register names, in the order in which everybody locks; the rest follows the order of a copy.
    let beside = colleagues(tx, &subject).await?;
    let held = walk::hold(tx, &subject, &beside).await?;
    if beside.is_empty() && !colleagues(tx, &subject).await?.is_empty() {
        // They became an administrator before they were locked.
        return Err(door::anew());
    }
    let unassigned = match before {
        Some(at) => unassign(tx, id, at).await?,
        None => 0,
    };
    let expired = expire_exports(tx, op, id).await?;
    let (deliveries, left_out) = leave_out(tx, op, id, &subject.users).await?;
    let closed = close_accounts(tx, op, id).await?;
    let mut files: Vec<DocumentId> = vec![];
    let mut certificates = 0;
    if is_complete {
        let (erased, theirs) = erase_certificates(tx, op, id).await?;
        certificates = erased;
        files.extend(theirs);
    }
    files.extend(documents::actions::erase(tx, op, own_files(id, is_complete)).await?);
    let mut touched = walk::erase(tx, &subject, &held, is_complete).await?;
    touched.extend(
        [
            Touched::by("enrolment", &["state"], withdrawn),
            Touched { deleted: true, ..Touched::by("trainer_assignment", &[], unassigned) },
            Touched::by("data_subject_request", &["state"], expired),
            Touched::by("delivery", &["state"], left_out),
            Touched::by("user", &["state"], closed.accounts),
            Touched::by("role_grant", &["revoked_at"], closed.roles),
            Touched::by("invitation", &["state"], closed.invitations),
            Touched::by("certificate", &["snapshot", "reason"], certificates),
        ]
        .into_iter()
        .filter(|one| one.rows > 0),
    );
    let is_first = before.is_none() && (is_complete || last_fulfilled(tx, id).await?.is_none());
    if !is_first && touched.is_empty() && files.is_empty() {
        return Ok((touched, 0));
    }
    // Lists of many people are made anew, without whoever was still named.
    files.extend(documents::actions::erase(tx, op, shared_files(id, is_complete)).await?);
    let mut change = person::ActiveModel { id: Set(id), ..Default::default() };
    if is_complete && before.is_none() {
        change.erased_at = Set(Some(op.now));
    }
    door::save(tx, op, &person, change).await?;
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for one in &touched {
        *counts.entry(one.table).or_default() += one.rows;
    }
    let detail = serde_json::json!({
        "complete": is_complete, "again": !is_first, "files": files.len(), "rows": counts,
    });
    audit::Line::new(deeds::ERASE, id).detail(detail).write(tx, op).await?;
    enqueue(tx, op, &[NoteErasure { person_id: id }]).await?;
    let count = files.len() as u64;
    let job = RemoveFiles { documents: files, deliveries };
    enqueue(tx, op, std::slice::from_ref(&job)).await?;
    enqueue_at(tx, op, &[job], op.now + AGAIN).await?;
    Ok((touched, count))
}

/// All who administer the installation, where the person is one of them: of two who go at the same moment the second sees
/// the first gone.
async fn colleagues(tx: &Tx, subject: &Subject) -> Result<Vec<UserId>> {
    if subject.users.is_empty() {
        return Ok(vec![]);
    }
    let all = administrators(tx).await?;
    Ok(if all.iter().any(|id| subject.users.contains(id)) { all } else { vec![] })
}

/// Copies of what is erased go, made or not.
async fn expire_exports(tx: &Tx, op: &Operation, person: PersonId) -> Result<u64> {
    let open = [RequestState::Preparing, RequestState::Ready, RequestState::Failed];
    let expired = Entity::update_many()
        .col_expr(Column::State, Expr::value(RequestState::Expired))
        .col_expr(Column::UpdatedAt, Expr::value(op.now))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::PersonId.eq(person))
        .filter(Column::Kind.eq(RequestKind::Export))
        .filter(Column::State.is_in(open))
        .exec(tx)
        .await?;
    Ok(expired.rows_affected)
}
