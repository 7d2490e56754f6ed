//! Seats and the waiting list. Every count is changed by one conditional statement, never read-decide-write, and
//! the changed row is locked until the transaction ends: enrolments of one edition follow one another.
//!
//! # Source
//! Hard rules 1 and 2.

use chrono::Duration;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};

use super::admission::{self, BARRING, Case, Step};
use super::jobs::ExpireOffer;
use super::{EditionState, EnrolmentState, edition, enrolment};
use crate::audit;
use crate::jobs::queue::enqueue_at;
use crate::shared::door;
use crate::shared::error::{Error, Result};
use crate::shared::ids::{EditionId, InstitutionId};
use crate::shared::live::{self, Event};
use crate::shared::operation::Operation;
use crate::shared::read::within;
use crate::shared::tx::Tx;
use crate::trainings::deeds;

/// Takes a seat. False: there is none.
///
/// # Errors
/// The database failed.
pub async fn take(tx: &Tx, id: EditionId) -> Result<bool> {
    let free = Expr::col(edition::Column::SeatsTaken).lt(Expr::col(edition::Column::Seats));
    count(tx, id, edition::Column::SeatsTaken, 1, free).await
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
        live::tell(tx, Event::Seats(id)).await?;
    }
    Ok(counted)
}

fn down(counted: bool) -> Result<()> {
    if counted { Ok(()) } else { Err(Error::Fault("a count of seats would go below zero".into())) }
}

/// The one promotion: while there are free seats and people waiting, a seat is offered to whoever waits longest.
/// Called after a cancellation, a rejection, a declined or expired offer, a raised capacity, and by hand. After
/// enrolment has closed nobody is promoted, and who was rejected or declined an offer is passed over. Answers how many
/// were offered a seat.
///
/// # Errors
/// The database failed.
pub async fn promote(tx: &Tx, op: &Operation, id: EditionId) -> Result<u32> {
    let Some(edition) = edition::Entity::find_by_id(id).one(tx).await? else { return Ok(0) };
    let open =
        edition.state == EditionState::EnrolmentOpen && edition.closes_at.is_none_or(|end| op.now < end);
    if !open {
        return Ok(0);
    }
    let mut promoted = 0;
    // Institutions that have as many people as they may are passed over.
    let mut full: Vec<InstitutionId> = vec![];
    loop {
        let Some(next) = enrolment::Entity::find()
            .filter(waiting_for(id, &full))
            .order_by_asc(enrolment::Column::RequestedAt)
            .order_by_asc(enrolment::Column::Id)
            .one(tx)
            .await?
        else {
            break;
        };
        if let (Some(cap), Some(institution)) = (edition.institution_cap, next.institution_id)
            && seated_of(tx, id, institution).await? >= u64::try_from(cap).unwrap_or(0)
        {
            full.push(institution);
            continue;
        }
        // Whom the rule bars is not among those found.
        let case = Case::of(edition.approval, []);
        let Ok(offered) = admission::after(case, Some(next.state), Step::Freed) else { break };
        if !take(tx, id).await? {
            break;
        }
        leave_waiting(tx, id).await?;
        let until = op.now + Duration::hours(i64::from(edition.offer_hours));
        let until = edition.closes_at.map_or(until, |end| Ord::min(until, end));
        let mut row: enrolment::ActiveModel =
            enrolment::ActiveModel { id: Set(next.id), ..Default::default() };
        row.state = Set(offered);
        row.offer_expires_at = Set(Some(until));
        door::save(tx, op, &next, row).await?;
        enqueue_at(tx, op, &[ExpireOffer { enrolment_id: next.id }], until).await?;
        audit::Line::new(deeds::OFFER_SEAT, next.id)
            .project(next.project_id)
            .states(next.state.code(), offered.code())
            .write(tx, op)
            .await?;
        promoted += 1;
    }
    Ok(promoted)
}

/// How many people of an institution hold a seat.
///
/// # Errors
/// The database failed.
pub async fn seated_of(tx: &Tx, id: EditionId, institution: InstitutionId) -> Result<u64> {
    Ok(enrolment::Entity::find()
        .filter(enrolment::Column::EditionId.eq(id))
        .filter(enrolment::Column::InstitutionId.eq(institution))
        .filter(enrolment::Column::State.is_in(EnrolmentState::SEATED))
        .count(tx)
        .await?)
}

fn waiting_for(id: EditionId, full: &[InstitutionId]) -> Condition {
    let passed_over = (!full.is_empty()).then(|| {
        Condition::any()
            .add(enrolment::Column::InstitutionId.is_null())
            .add(enrolment::Column::InstitutionId.is_not_in(full.iter().copied()))
    });
    let barred = Condition::all()
        .add(enrolment::Column::EditionId.eq(id))
        .add(enrolment::Column::State.is_in(BARRING));
    let barred =
        within::<_, enrolment::Entity>(enrolment::Column::PersonId, enrolment::Column::PersonId, barred);
    Condition::all()
        .add_option(passed_over)
        .add(Condition::all().not().add(barred))
        .add(enrolment::Column::EditionId.eq(id))
        .add(enrolment::Column::State.eq(EnrolmentState::Waitlisted))
}
