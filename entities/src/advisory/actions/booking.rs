//! A slot is booked for coaching, once: behind its lock, with a unique index behind that. And cancelled.

use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter};
use serde::Serialize;

use super::required_reason;
use super::session_of_coaching::refuse_beyond;
use super::slot::is_booked;
use crate::advisory::coaching_store::coachees;
use crate::advisory::refusals::{CANCELLED_LATE, SESSION_HELD, SLOT_GONE, SLOT_TAKEN};
use crate::advisory::rights::{BOOK_COACHING, COACH};
use crate::advisory::told::tell;
use crate::advisory::{
    CoachingState, coaching_booking, coaching_engagement, coaching_session, coaching_slot, deeds, slots,
};
use crate::mail::DeliveryKind;
use crate::shared::door::{self, Placed as _};
use crate::shared::error::{Refusal, Result, found, refuse};
use crate::shared::ids::{CoachingBookingId, CoachingEngagementId, CoachingSlotId};
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::policy::{self, Place, allows};
use crate::shared::read::within;
use crate::shared::refusals::{NOTHING_CHANGED, OUTSIDE_PERIOD, REFERENCE};
use crate::shared::tx::Tx;
use crate::shared::warsaw;
use crate::{audit, created};

/// A slot to be taken.
#[derive(Clone, Debug, Serialize)]
pub struct NewBooking {
    /// The slot.
    pub slot_id: CoachingSlotId,
    /// The coaching.
    pub engagement_id: CoachingEngagementId,
}

/// Books a slot of the coach, by a coachee or the coach.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, invalid, gone, taken, budget spent.
pub async fn book_slot(tx: &Tx, op: &Operation, new: NewBooking) -> Result<CoachingBookingId> {
    let engagement =
        door::see_steady::<coaching_engagement::Entity>(tx, op, new.engagement_id, "engagementId").await?;
    policy::require(&op.actor, BOOK_COACHING, &one_of(tx, op, &engagement).await?)?;
    engagement.state.must_be_at(&[CoachingState::Active], "engagementId")?;
    let slot = door::load::<coaching_slot::Entity>(tx, op, new.slot_id, "slotId").await?.seen();
    let mut check = Check::default();
    if slot.coach_id != engagement.coach_id {
        check.fault("slotId", REFERENCE);
    }
    let day = warsaw::day(slot.starts_at);
    if day < engagement.starts_on || day > engagement.ends_on {
        check.fault("slotId", OUTSIDE_PERIOD);
    }
    check.done()?;
    if slot.withdrawn_at.is_some() || slot.starts_at <= op.now {
        return refuse(SLOT_GONE, "slotId");
    }
    if is_booked(tx, slot.id).await? {
        return refuse(SLOT_TAKEN, "slotId");
    }
    refuse_beyond(&engagement, slots::minutes(slot.starts_at, slot.ends_at), "slotId")?;
    let id = op.id();
    let row = coaching_booking::ActiveModel {
        id: Set(id),
        project_id: Set(engagement.project_id),
        partner_id: Set(engagement.partner_id),
        engagement_id: Set(engagement.id),
        slot_id: Set(slot.id),
        coach_id: Set(slot.coach_id),
        ..Default::default()
    };
    let insert = coaching_booking::Entity::insert(created!(op, row));
    insert.exec_without_returning(tx).await.map_err(|error| match error.sql_err() {
        Some(sea_orm::SqlErr::UniqueConstraintViolation(_)) => Refusal::of(SLOT_TAKEN, "slotId").into(),
        _ => crate::shared::error::Error::from(error),
    })?;
    tell(tx, op, DeliveryKind::CoachingBooked, &engagement, id).await?;
    audit::Line::new(deeds::BOOK_SLOT, id).project(engagement.project_id).write(tx, op).await?;
    Ok(id)
}

/// A booking that is off.
#[derive(Clone, Debug, Serialize)]
pub struct CancelBooking {
    /// The booking.
    pub id: CoachingBookingId,
    /// Why; required of the coach and of staff.
    pub reason: Option<String>,
}

/// Cancels a booking: a coachee until a day before, the coach and staff as long as no session is noted. The slot is free again.
///
/// # Errors
/// Refused: not found, forbidden, nothing changed, invalid, session held, too late.
pub async fn cancel_booking(tx: &Tx, op: &Operation, old: CancelBooking) -> Result<CoachingBookingId> {
    let known = door::see::<coaching_booking::Entity>(tx, op, old.id, "bookingId").await?;
    let engagement = door::steady::<coaching_engagement::Entity>(tx, known.engagement_id).await?;
    let engagement = found(engagement, "bookingId")?;
    let booking = door::load::<coaching_booking::Entity>(tx, op, old.id, "bookingId").await?;
    let by_office = allows(&op.actor, COACH, &engagement.place());
    let booking = if by_office {
        booking.may_at(COACH, &engagement.place())?
    } else {
        booking.may_at(BOOK_COACHING, &one_of(tx, op, &engagement).await?)?
    };
    if booking.cancelled_at.is_some() {
        return refuse(NOTHING_CHANGED, "bookingId");
    }
    let mut check = Check::default();
    let reason = if by_office {
        required_reason(&mut check, old.reason.as_deref())
    } else {
        check.opt_line("reason", old.reason.as_deref(), 1_000)
    };
    check.done()?;
    let held = coaching_session::Entity::find()
        .filter(coaching_session::Column::BookingId.eq(booking.id))
        .filter(coaching_session::Column::RemovedAt.is_null());
    if held.count(tx).await? > 0 {
        return refuse(SESSION_HELD, "bookingId");
    }
    let slot = found(coaching_slot::Entity::find_by_id(booking.slot_id).one(tx).await?, "bookingId")?;
    if !by_office && !slots::may_cancel(slot.starts_at, op.now) {
        return refuse(CANCELLED_LATE, "bookingId");
    }
    let row = coaching_booking::ActiveModel {
        cancelled_at: Set(Some(op.now)),
        reason: Set(reason.clone()),
        ..Default::default()
    };
    door::save(tx, op, &booking, row).await?;
    tell(tx, op, DeliveryKind::CoachingCancelled, &engagement, booking.id).await?;
    let mut line = audit::Line::new(deeds::CANCEL_BOOKING, booking.id).project(booking.project_id);
    if let Some(reason) = &reason {
        line = line.reason(reason);
    }
    line.write(tx, op).await?;
    Ok(booking.id)
}

/// Whether slots that have not begun are booked for coaching.
pub(super) async fn is_booked_ahead(tx: &Tx, op: &Operation, id: CoachingEngagementId) -> Result<bool> {
    use coaching_booking::Column;
    let ahead = Condition::all().add(coaching_slot::Column::StartsAt.gt(op.now));
    let booked = coaching_booking::Entity::find()
        .filter(Column::EngagementId.eq(id))
        .filter(Column::CancelledAt.is_null())
        .filter(within::<_, coaching_slot::Entity>(Column::SlotId, coaching_slot::Column::Id, ahead));
    Ok(booked.count(tx).await? > 0)
}

/// The place of a coachee who acts; of the coach where it is none.
async fn one_of(tx: &Tx, op: &Operation, engagement: &coaching_engagement::Model) -> Result<Place> {
    let coachees = coachees(tx, engagement.id).await?;
    let coachee = op.actor.person_id().filter(|own| coachees.iter().any(|one| one.person_id == *own));
    Ok(Place { person: Some(coachee.unwrap_or(engagement.coach_id)), ..Place::default() })
}
