//! Coach and coachees are told by mail that a slot is booked for them, and that a booking is off: once each, and only while it
//! is true.
//!
//! # Source
//! Hard rule 22; `advisory` in the domain's description.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, EntityTrait};

use super::coaching_store::coachees;
use super::{coaching_booking, coaching_engagement, coaching_slot};
use crate::institutions::person;
use crate::mail::actions::{NewDelivery, Recipient, post_all};
use crate::mail::{DeliveryKind, Problem};
use crate::partnerships::project;
use crate::shared::error::Result;
use crate::shared::ids::{CoachingBookingId, PersonId};
use crate::shared::language::Language;
use crate::shared::operation::Operation;
use crate::shared::tx::Tx;

/// Tells the coach and whoever is coached now of a booking. What is told is looked at once more when the message leaves.
///
/// # Errors
/// The database failed.
pub(super) async fn tell(
    tx: &Tx,
    op: &Operation,
    kind: DeliveryKind,
    engagement: &coaching_engagement::Model,
    booking: CoachingBookingId,
) -> Result<()> {
    let mut people: Vec<PersonId> =
        coachees(tx, engagement.id).await?.into_iter().map(|member| member.person_id).collect();
    people.push(engagement.coach_id);
    people.sort();
    let messages = people.into_iter().map(|person| NewDelivery {
        kind,
        artefact_id: op.chance.uuid(op.now),
        subject_id: Some(booking.0),
        to: Recipient::Person(person),
        language: Language::Polish,
        project_id: Some(engagement.project_id),
        partner_id: Some(engagement.partner_id),
    });
    post_all(tx, op, messages.collect(), op.now).await
}

/// What a message about a booking says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookingLetter {
    /// Where it goes.
    pub email: String,
    /// The reader's name.
    pub name: String,
    /// The booking.
    pub booking_id: CoachingBookingId,
    /// What the coaching is called.
    pub coaching: String,
    /// Title of the project.
    pub project: String,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// Where; none for online alone.
    pub place: Option<String>,
    /// A link to meet by.
    pub online_url: Option<String>,
    /// How often the booking was changed.
    pub version: i32,
}

/// What a message about a booking says now, or why nothing is sent: it is not so any more, its time has come, or the reader is
/// neither coach nor coachee now.
///
/// # Errors
/// The database failed.
pub async fn letter_of(
    db: &impl ConnectionTrait,
    kind: DeliveryKind,
    (id, reader): (CoachingBookingId, PersonId),
    now: DateTime<Utc>,
) -> Result<std::result::Result<BookingLetter, Problem>> {
    let Some(booking) = coaching_booking::Entity::find_by_id(id).one(db).await? else {
        return Ok(Err(Problem::Over));
    };
    let slot = coaching_slot::Entity::find_by_id(booking.slot_id).one(db).await?;
    let engagement = coaching_engagement::Entity::find_by_id(booking.engagement_id).one(db).await?;
    let project = project::Entity::find_by_id(booking.project_id).one(db).await?;
    let (Some(slot), Some(engagement), Some(project)) = (slot, engagement, project) else {
        return Ok(Err(Problem::Over));
    };
    let is_true = (kind == DeliveryKind::CoachingCancelled) == booking.cancelled_at.is_some();
    if !is_true || slot.starts_at <= now {
        return Ok(Err(Problem::Over));
    }
    let takes_part = booking.coach_id == reader
        || coachees(db, engagement.id).await?.iter().any(|member| member.person_id == reader);
    if !takes_part {
        return Ok(Err(Problem::NoRights));
    }
    let person = person::Entity::find_by_id(reader).one(db).await?;
    let Some(person) = person.filter(|person| person.erased_at.is_none()) else {
        return Ok(Err(Problem::Over));
    };
    let name = person.full_name();
    let Some(email) = person.email else { return Ok(Err(Problem::NoAddress)) };
    Ok(Ok(BookingLetter {
        email,
        name,
        booking_id: booking.id,
        coaching: engagement.title,
        project: project.title,
        starts_at: slot.starts_at,
        ends_at: slot.ends_at,
        place: slot.place,
        online_url: slot.online_url,
        version: booking.version,
    }))
}
