//! Coaching as a person's calendar shows it: what is booked, and to the coach the times they still offer.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{coaching_booking, coaching_engagement, coaching_member, coaching_slot};
use crate::shared::calendar::{Entry, Standing, When};
use crate::shared::error::Result;
use crate::shared::ids::{CoachingEngagementId, CoachingSlotId, PersonId};
use crate::shared::language::{Language, Words};
use crate::shared::read::within;

/// Most slots of one calendar.
const MOST: u64 = 500;
/// How many days back a calendar goes.
const PAST: Duration = Duration::days(90);
/// What a time is called that nobody has booked.
const FREE: Words = Words { polish: "Wolny termin coachingu", english: "Free time for coaching" };

/// Slots of a person, as coach or as coachee.
///
/// # Errors
/// The database failed.
pub async fn of_person(
    db: &impl ConnectionTrait,
    (person, lang): (PersonId, Language),
    now: DateTime<Utc>,
) -> Result<Vec<Entry>> {
    let coached = Condition::all()
        .add(coaching_member::Column::PersonId.eq(person))
        .add(coaching_member::Column::LeftAt.is_null());
    let of_theirs = Condition::all().add(coaching_booking::Column::CancelledAt.is_null()).add(within::<
        _,
        coaching_member::Entity,
    >(
        coaching_booking::Column::EngagementId,
        coaching_member::Column::EngagementId,
        coached,
    ));
    let theirs = Condition::any().add(coaching_slot::Column::CoachId.eq(person)).add(within::<
        _,
        coaching_booking::Entity,
    >(
        coaching_slot::Column::Id,
        coaching_booking::Column::SlotId,
        of_theirs,
    ));
    let slots = coaching_slot::Entity::find()
        .filter(coaching_slot::Column::WithdrawnAt.is_null())
        .filter(coaching_slot::Column::StartsAt.gte(now - PAST))
        .filter(theirs)
        // Where there are too many, what is long past is left out.
        .order_by_desc(coaching_slot::Column::StartsAt)
        .order_by_desc(coaching_slot::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    let bookings: HashMap<CoachingSlotId, coaching_booking::Model> = coaching_booking::Entity::find()
        .filter(coaching_booking::Column::SlotId.is_in(slots.iter().map(|slot| slot.id)))
        .filter(coaching_booking::Column::CancelledAt.is_null())
        .all(db)
        .await?
        .into_iter()
        .map(|booking| (booking.slot_id, booking))
        .collect();
    let titles: Vec<(CoachingEngagementId, String)> = coaching_engagement::Entity::find()
        .select_only()
        .columns([coaching_engagement::Column::Id, coaching_engagement::Column::Title])
        .filter(coaching_engagement::Column::Id.is_in(bookings.values().map(|booking| booking.engagement_id)))
        .into_tuple()
        .all(db)
        .await?;
    let titles: HashMap<CoachingEngagementId, String> = titles.into_iter().collect();
    let entry = |slot: coaching_slot::Model| {
        let booking = bookings.get(&slot.id);
        let entry = Entry {
            id: slot.id.0,
            version: slot.version,
            changed_at: slot.updated_at,
            title: FREE.say(lang).to_owned(),
            place: slot.place,
            link: slot.online_url,
            when: When::Hours(slot.starts_at, slot.ends_at),
            standing: Standing::Tentative,
        };
        match booking {
            Some(booking) => Entry {
                id: booking.id.0,
                version: booking.version,
                changed_at: booking.updated_at,
                title: titles.get(&booking.engagement_id).cloned().unwrap_or_default(),
                standing: Standing::Confirmed,
                ..entry
            },
            None => entry,
        }
    };
    let is_past = |slot: &coaching_slot::Model| slot.ends_at <= now && !bookings.contains_key(&slot.id);
    Ok(slots.into_iter().filter(|slot| !is_past(slot)).map(entry).collect())
}
