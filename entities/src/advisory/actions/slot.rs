//! Slots that coaches offer: no two of one coach at the same time, decided behind the lock of the coach.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde::Serialize;

use crate::advisory::refusals::{HTTPS, SLOT_GONE, SLOT_OVERLAPS, SLOT_TAKEN};
use crate::advisory::rights::OFFER_SLOTS;
use crate::advisory::slots::{LONGEST_MIN, SHORTEST_MIN, has_length};
use crate::advisory::{coaching_booking, coaching_slot, deeds};
use crate::institutions::person;
use crate::shared::door::{self, fresh, unique};
use crate::shared::error::{Result, found, refuse};
use crate::shared::ids::{CoachingSlotId, PersonId};
use crate::shared::input::{Check, NAME_MAX};
use crate::shared::operation::Operation;
use crate::shared::policy::held;
use crate::shared::refusals::{FORBIDDEN, NOTHING_CHANGED, RANGE, REQUIRED};
use crate::shared::tx::Tx;
use crate::{audit, created};

/// A slot to be offered.
#[derive(Clone, Debug, Serialize)]
pub struct NewSlot {
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// Where; none for online alone.
    pub place: Option<String>,
    /// A link to meet by.
    pub online_url: Option<String>,
}

/// Offers a slot, by a coach for themselves.
///
/// # Errors
/// Refused: forbidden, invalid, overlaps another, gone where it has begun.
pub async fn offer_slot(tx: &Tx, op: &Operation, new: NewSlot) -> Result<CoachingSlotId> {
    let Some(coach) = op.actor.person_id().filter(|_| held(&op.actor, OFFER_SLOTS).next().is_some()) else {
        return refuse(FORBIDDEN, "");
    };
    let mut check = Check::default();
    times(&mut check, (new.starts_at, new.ends_at));
    let (place, online_url) = whereabouts(&mut check, new.place.as_deref(), new.online_url.as_deref());
    check.done()?;
    alone(tx, op, coach, (new.starts_at, new.ends_at), None).await?;
    let id = op.id();
    let row = coaching_slot::ActiveModel {
        id: Set(id),
        coach_id: Set(coach),
        starts_at: Set(new.starts_at),
        ends_at: Set(new.ends_at),
        place: Set(place),
        online_url: Set(online_url),
        ..Default::default()
    };
    let insert = coaching_slot::Entity::insert(created!(op, row));
    insert.exec_without_returning(tx).await.map_err(unique("startsAt"))?;
    audit::Line::new(deeds::OFFER_SLOT, id).write(tx, op).await?;
    Ok(id)
}

/// What becomes different about a slot; what is not sent stays.
#[derive(Clone, Debug, Serialize)]
pub struct SlotChange {
    /// The slot.
    pub id: CoachingSlotId,
    /// When it begins.
    pub starts_at: Option<DateTime<Utc>>,
    /// When it ends.
    pub ends_at: Option<DateTime<Utc>>,
    /// Where; empty for nowhere.
    pub place: Option<String>,
    /// A link to meet by; empty for none.
    pub online_url: Option<String>,
    /// The version that the client saw.
    pub version: Option<i32>,
}

/// Changes one's own slot. The time of one that is booked stays.
///
/// # Errors
/// Refused: not found, forbidden, stale, invalid, gone, taken, overlaps another.
pub async fn update_slot(tx: &Tx, op: &Operation, change: SlotChange) -> Result<CoachingSlotId> {
    let known = door::see::<coaching_slot::Entity>(tx, op, change.id, "slotId").await?;
    // The coach before the slot in the order of locks; whoever is not the coach holds nobody.
    if op.actor.person_id() == Some(known.coach_id) {
        door::hold::<person::Entity>(tx, known.coach_id).await?;
    }
    let slot = own(tx, op, change.id).await?;
    fresh(change.version, slot.version)?;
    let span = (change.starts_at.unwrap_or(slot.starts_at), change.ends_at.unwrap_or(slot.ends_at));
    let mut check = Check::default();
    times(&mut check, span);
    let place = change.place.as_deref().or(slot.place.as_deref());
    let online_url = change.online_url.as_deref().or(slot.online_url.as_deref());
    let (place, online_url) = whereabouts(&mut check, place, online_url);
    check.done()?;
    if slot.withdrawn_at.is_some() || slot.starts_at <= op.now {
        return refuse(SLOT_GONE, "slotId");
    }
    if span != (slot.starts_at, slot.ends_at) {
        if is_booked(tx, slot.id).await? {
            return refuse(SLOT_TAKEN, "slotId");
        }
        alone(tx, op, slot.coach_id, span, Some(slot.id)).await?;
    }
    let row = coaching_slot::ActiveModel {
        starts_at: Set(span.0),
        ends_at: Set(span.1),
        place: Set(place),
        online_url: Set(online_url),
        ..Default::default()
    };
    door::save(tx, op, &slot, row).await?;
    audit::Line::new(deeds::UPDATE_SLOT, slot.id).write(tx, op).await?;
    Ok(slot.id)
}

/// A slot that is offered no more.
#[derive(Clone, Debug, Serialize)]
pub struct WithdrawSlot {
    /// The slot.
    pub id: CoachingSlotId,
}

/// Withdraws one's own slot that nobody has booked.
///
/// # Errors
/// Refused: not found, forbidden, nothing changed, taken.
pub async fn withdraw_slot(tx: &Tx, op: &Operation, old: WithdrawSlot) -> Result<CoachingSlotId> {
    let slot = own(tx, op, old.id).await?;
    if slot.withdrawn_at.is_some() {
        return refuse(NOTHING_CHANGED, "slotId");
    }
    if is_booked(tx, slot.id).await? {
        return refuse(SLOT_TAKEN, "slotId");
    }
    let row = coaching_slot::ActiveModel { withdrawn_at: Set(Some(op.now)), ..Default::default() };
    door::save(tx, op, &slot, row).await?;
    audit::Line::new(deeds::WITHDRAW_SLOT, slot.id).write(tx, op).await?;
    Ok(slot.id)
}

/// Whether a slot is taken.
pub(super) async fn is_booked(tx: &Tx, id: CoachingSlotId) -> Result<bool> {
    let live = coaching_booking::Entity::find()
        .filter(coaching_booking::Column::SlotId.eq(id))
        .filter(coaching_booking::Column::CancelledAt.is_null());
    Ok(live.count(tx).await? > 0)
}

async fn own(tx: &Tx, op: &Operation, id: CoachingSlotId) -> Result<coaching_slot::Model> {
    let slot = door::load::<coaching_slot::Entity>(tx, op, id, "slotId").await?;
    slot.may_if(|actor, slot| actor.person_id() == Some(slot.coach_id))
}

/// Holds the coach, and refuses a time at which they offer another slot.
async fn alone(
    tx: &Tx,
    op: &Operation,
    coach: PersonId,
    (starts_at, ends_at): (DateTime<Utc>, DateTime<Utc>),
    but: Option<CoachingSlotId>,
) -> Result<()> {
    use coaching_slot::Column;
    found(door::hold::<person::Entity>(tx, coach).await?, "")?;
    if starts_at <= op.now {
        return refuse(SLOT_GONE, "startsAt");
    }
    let mut others = coaching_slot::Entity::find()
        .filter(Column::CoachId.eq(coach))
        .filter(Column::WithdrawnAt.is_null())
        .filter(Column::StartsAt.lt(ends_at))
        .filter(Column::EndsAt.gt(starts_at));
    if let Some(but) = but {
        others = others.filter(Column::Id.ne(but));
    }
    if others.count(tx).await? > 0 { refuse(SLOT_OVERLAPS, "startsAt") } else { Ok(()) }
}

fn times(check: &mut Check, (starts_at, ends_at): (DateTime<Utc>, DateTime<Utc>)) {
    if !has_length(starts_at, ends_at) {
        check.fault("endsAt", RANGE.of(SHORTEST_MIN).of(LONGEST_MIN));
    }
}

/// Where people meet: a place, a link, or both.
fn whereabouts(
    check: &mut Check,
    place: Option<&str>,
    url: Option<&str>,
) -> (Option<String>, Option<String>) {
    let place = check.opt_line("place", place, NAME_MAX);
    let url = check.opt_line("onlineUrl", url, 500);
    if url.as_ref().is_some_and(|url| !url.starts_with("https://")) {
        check.fault("onlineUrl", HTTPS);
    }
    if place.is_none() && url.is_none() {
        check.fault("place", REQUIRED);
    }
    (place, url)
}
