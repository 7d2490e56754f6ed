//! Seats and the waiting list. Every count is changed by one conditional statement, never read-decide-write, and
//! the changed row is locked until the transaction ends: enrolments of one edition follow one another.
//!
//! # Source
//! Hard rules 1 and 2.

use chrono::Duration;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::admission::{self, BARRING, Case, Step};
use super::jobs::ExpireOffer;
use super::limits::{self, Limits};
use super::{EditionState, EnrolmentState, edition, enrolment, told, training_programme};
use crate::audit;
use crate::jobs::queue::enqueue_at;
use crate::shared::door;
use crate::shared::error::{Error, Result};
use crate::shared::ids::EditionId;
use crate::shared::live::{self, Event};
use crate::shared::operation::Operation;
use crate::shared::read::within;
use crate::shared::tx::Tx;
use crate::trainings::deeds;

/// Takes a seat that is neither taken nor reserved. False: there is none.
///
/// # Errors
/// The database failed.
pub async fn take(tx: &Tx, id: EditionId) -> Result<bool> {
    let held = Expr::col(edition::Column::SeatsTaken).add(Expr::col(edition::Column::SeatsReserved));
    count(tx, id, edition::Column::SeatsTaken, 1, held.lt(Expr::col(edition::Column::Seats))).await
}

/// Gives one of the reserved seats away. False: there is none.
///
/// # Errors
/// The database failed.
pub async fn take_reserved(tx: &Tx, id: EditionId) -> Result<bool> {
    let given = edition::Entity::update_many()
        .col_expr(edition::Column::SeatsTaken, Expr::col(edition::Column::SeatsTaken).add(1))
        .col_expr(edition::Column::SeatsReserved, Expr::col(edition::Column::SeatsReserved).sub(1))
        .filter(edition::Column::Id.eq(id))
        .filter(edition::Column::SeatsReserved.gt(0))
        .exec(tx)
        .await?;
    let given = given.rows_affected == 1;
    if given {
        live::tell(tx, Event::Seats(id));
    }
    Ok(given)
}

/// Gives a seat back.
///
/// # Errors
/// The database failed, or the count is broken.
pub async fn give_back(tx: &Tx, id: EditionId) -> Result<()> {
    let held = edition::Column::SeatsTaken.gt(0);
    down(count(tx, id, edition::Column::SeatsTaken, -1, held).await?)
}

/// Joins the waiting list. False: it is full.
///
/// # Errors
/// The database failed.
pub async fn join_waiting(tx: &Tx, id: EditionId) -> Result<bool> {
    let free = Expr::col(edition::Column::Waiting).lt(Expr::col(edition::Column::WaitingListSize));
    count(tx, id, edition::Column::Waiting, 1, free).await
}

/// Leaves the waiting list.
///
/// # Errors
/// The database failed, or the count is broken.
pub async fn leave_waiting(tx: &Tx, id: EditionId) -> Result<()> {
    let held = edition::Column::Waiting.gt(0);
    down(count(tx, id, edition::Column::Waiting, -1, held).await?)
}

async fn count(tx: &Tx, id: EditionId, column: edition::Column, by: i32, condition: Expr) -> Result<bool> {
    let done = edition::Entity::update_many()
        .col_expr(column, Expr::col(column).add(by))
        .filter(edition::Column::Id.eq(id))
        .filter(condition)
        .exec(tx)
        .await?;
    let counted = done.rows_affected == 1;
    if counted {
        live::tell(tx, Event::Seats(id));
    }
    Ok(counted)
}

fn down(counted: bool) -> Result<()> {
    if counted { Ok(()) } else { Err(Error::Fault("a count of seats would go below zero".into())) }
}

/// The one promotion: while there are free seats and people waiting, a seat is offered to whoever waits longest, to all of
/// them at once. Called behind the lock of the edition: after a cancellation, a rejection, a declined or expired offer, a
/// raised capacity, and by hand. After enrolment has closed nobody is promoted, and who was rejected or declined an offer is
/// passed over. Answers how many were offered a seat.
///
/// # Errors
/// The database failed.
pub async fn promote(tx: &Tx, op: &Operation, id: EditionId) -> Result<usize> {
    let Some(edition) = edition::Entity::find_by_id(id).one(tx).await? else { return Ok(0) };
    let open = edition.state == EditionState::EnrolmentOpen && edition.takes_enrolments(op.now);
    let free = usize::try_from(edition.free_seats()).unwrap_or(0);
    if !open || free == 0 || edition.waiting == 0 {
        return Ok(0);
    }
    // Whom the rule bars is not among those found.
    let case = Case::of(edition.approval, []);
    let Ok(offered) = admission::after(case, Some(EnrolmentState::Waitlisted), Step::Freed) else {
        return Ok(0);
    };
    let next = next_in_line(tx, &edition, free).await?;
    if next.is_empty() {
        return Ok(0);
    }
    offer(tx, op, &edition, &next, offered).await?;
    Ok(next.len())
}

/// Who is offered a seat, longest waiting first. Whoever takes part in as many editions of the programme as they may is passed
/// over, and so are institutions that have as many people as they may.
async fn next_in_line(tx: &Tx, edition: &edition::Model, free: usize) -> Result<Vec<enrolment::Model>> {
    let programme = training_programme::Entity::find_by_id(edition.programme_id).one(tx).await?;
    let limits = programme.as_ref().map(Limits::of).unwrap_or_default();
    let mut line = enrolment::Entity::find()
        .filter(waiting_for(edition.id))
        .order_by_asc(enrolment::Column::RequestedAt)
        .order_by_asc(enrolment::Column::Id);
    if let Some(most) = limits.editions_per_person {
        let exhausted = limits::exhausted(edition.programme_id, edition.id, most);
        line = line.filter(enrolment::Column::PersonId.not_in_subquery(exhausted));
    }
    let mut caps = vec![];
    if let Some(cap) = edition.institution_cap {
        let here = Condition::all().add(enrolment::Column::EditionId.eq(edition.id));
        caps.push((i64::from(cap), limits::counted(tx, here, &EnrolmentState::SEATED).await?));
    }
    if let Some(cap) = limits.institution_cap {
        caps.push((i64::from(cap), limits::by_institution(tx, edition.programme_id).await?));
    }
    if caps.is_empty() {
        return Ok(line.limit(u64::try_from(free).unwrap_or(u64::MAX)).all(tx).await?);
    }
    let fits = |row: &enrolment::Model| {
        let Some(institution) = row.institution_id else { return true };
        let fits = caps.iter().all(|(cap, counted)| counted.get(&institution).is_none_or(|have| have < cap));
        if fits {
            caps.iter_mut().for_each(|(_, counted)| *counted.entry(institution).or_default() += 1);
        }
        fits
    };
    Ok(line.all(tx).await?.into_iter().filter(fits).take(free).collect())
}

/// Offers seats: the states, the counts, jobs for the hour in which the offers end, and lines of the trail.
async fn offer(
    tx: &Tx,
    op: &Operation,
    edition: &edition::Model,
    next: &[enrolment::Model],
    offered: EnrolmentState,
) -> Result<()> {
    let until = op.now + Duration::hours(i64::from(edition.offer_hours));
    let until = edition.closes_at.map_or(until, |end| Ord::min(until, end));
    let count = i32::try_from(next.len()).unwrap_or(i32::MAX);
    let changed = enrolment::Entity::update_many()
        .col_expr(enrolment::Column::State, Expr::value(offered))
        .col_expr(enrolment::Column::OfferExpiresAt, Expr::value(Some(until)))
        .col_expr(enrolment::Column::UpdatedAt, Expr::value(op.now))
        .col_expr(enrolment::Column::UpdatedBy, Expr::value(op.actor.user_id()))
        .col_expr(enrolment::Column::Version, Expr::col(enrolment::Column::Version).add(1))
        .filter(enrolment::Column::Id.is_in(next.iter().map(|row| row.id)))
        .filter(enrolment::Column::State.eq(EnrolmentState::Waitlisted))
        .exec(tx)
        .await?;
    if changed.rows_affected != next.len() as u64 {
        return Err(door::anew());
    }
    let taken = Expr::col(edition::Column::SeatsTaken).add(count);
    let held = taken.clone().add(Expr::col(edition::Column::SeatsReserved));
    let counted = edition::Entity::update_many()
        .col_expr(edition::Column::SeatsTaken, taken)
        .col_expr(edition::Column::Waiting, Expr::col(edition::Column::Waiting).sub(count))
        .filter(edition::Column::Id.eq(edition.id))
        .filter(held.lte(Expr::col(edition::Column::Seats)))
        .filter(edition::Column::Waiting.gte(count))
        .exec(tx)
        .await?;
    down(counted.rows_affected == 1)?;
    live::tell(tx, Event::Seats(edition.id));
    let jobs: Vec<ExpireOffer> = next.iter().map(|row| ExpireOffer { enrolment_id: row.id }).collect();
    enqueue_at(tx, op, &jobs, until).await?;
    let lines = next.iter().map(|row| {
        let line = audit::Line::new(deeds::OFFER_SEAT, row.id).project(row.project_id);
        line.states(row.state.code(), offered.code())
    });
    audit::write_all(tx, op, lines.collect()).await?;
    match told::of_state(offered) {
        Some(kind) => told::tell(tx, op, kind, next, op.now).await,
        None => Ok(()),
    }
}

fn waiting_for(id: EditionId) -> Condition {
    let barred = Condition::all()
        .add(enrolment::Column::EditionId.eq(id))
        .add(enrolment::Column::State.is_in(BARRING));
    let barred =
        within::<_, enrolment::Entity>(enrolment::Column::PersonId, enrolment::Column::PersonId, barred);
    Condition::all()
        .add(Condition::all().not().add(barred))
        .add(enrolment::Column::EditionId.eq(id))
        .add(enrolment::Column::State.eq(EnrolmentState::Waitlisted))
}
