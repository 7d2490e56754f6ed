//! Sessions of coaching: noted, corrected and removed with a reason. Their minutes count against the budget, by one
//! conditional statement, and never go beyond it.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::Serialize;

use super::engagement::GROUP_MAX;
use super::note::drop_of_session;
use super::required_reason;
use crate::advisory::refusals::BUDGET_SPENT;
use crate::advisory::rights::COACH;
use crate::advisory::slots::LONGEST_MIN;
use crate::advisory::{
    AdvisoryTopic, CoachingState, coaching_booking, coaching_engagement, coaching_session, coaching_slot,
    deeds,
};
use crate::shared::door::{self, Placed as _, fresh, unique};
use crate::shared::error::{Detail, Refusal, Result, found, refuse};
use crate::shared::ids::{CoachingBookingId, CoachingEngagementId, CoachingSessionId};
use crate::shared::input::{Check, NAME_MAX};
use crate::shared::operation::Operation;
use crate::shared::refusals::{AFTER_NOW, NOTHING_CHANGED, OUTSIDE_PERIOD, REFERENCE, REQUIRED};
use crate::shared::tx::Tx;
use crate::shared::warsaw;
use crate::{audit, created};

/// A session to be noted.
#[derive(Clone, Debug, Serialize)]
pub struct NewCoachingSession {
    /// The coaching.
    pub engagement_id: CoachingEngagementId,
    /// The booking that it followed.
    pub booking_id: Option<CoachingBookingId>,
    /// When it began; as it was booked where none is given.
    pub held_at: Option<DateTime<Utc>>,
    /// Minutes.
    pub minutes: i32,
    /// How many coachees were there.
    pub people: i32,
    /// About what; as the coaching where none is given.
    pub topic: Option<AdvisoryTopic>,
    /// Where; none for online.
    pub place: Option<String>,
}

/// Notes a session that took place, by the coach or for them.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, invalid, duplicate where the booking has one, budget spent.
pub async fn record_coaching(tx: &Tx, op: &Operation, new: NewCoachingSession) -> Result<CoachingSessionId> {
    let engagement =
        door::load::<coaching_engagement::Entity>(tx, op, new.engagement_id, "engagementId").await?;
    let engagement = engagement.may(COACH)?;
    engagement.state.must_be_at(&[CoachingState::Active], "engagementId")?;
    let mut check = Check::default();
    let mut booked_at = None;
    if let Some(id) = new.booking_id {
        let booking = door::load::<coaching_booking::Entity>(tx, op, id, "bookingId").await?.seen();
        if booking.engagement_id != engagement.id || booking.cancelled_at.is_some() {
            check.fault("bookingId", REFERENCE);
        }
        let slot = coaching_slot::Entity::find_by_id(booking.slot_id).one(tx).await?;
        booked_at = Some(found(slot, "bookingId")?.starts_at);
    }
    let held_at = new.held_at.or(booked_at);
    match held_at {
        Some(held_at) => held(&mut check, op, &engagement, held_at),
        None => check.fault("heldAt", REQUIRED),
    }
    check.range("minutes", new.minutes.into(), 1..=LONGEST_MIN);
    people(&mut check, new.people);
    let place = check.opt_line("place", new.place.as_deref(), NAME_MAX);
    check.done()?;
    count(tx, &engagement, new.minutes).await?;
    let id = op.id();
    let row = coaching_session::ActiveModel {
        id: Set(id),
        project_id: Set(engagement.project_id),
        partner_id: Set(engagement.partner_id),
        engagement_id: Set(engagement.id),
        booking_id: Set(new.booking_id),
        coach_id: Set(engagement.coach_id),
        subregion_id: Set(engagement.subregion_id),
        topic: Set(new.topic.unwrap_or(engagement.topic)),
        held_at: Set(held_at.unwrap_or(op.now)),
        minutes: Set(new.minutes),
        people: Set(new.people),
        place: Set(place),
        ..Default::default()
    };
    let insert = coaching_session::Entity::insert(created!(op, row));
    insert.exec_without_returning(tx).await.map_err(unique("bookingId"))?;
    audit::Line::new(deeds::RECORD_COACHING, id).project(engagement.project_id).write(tx, op).await?;
    Ok(id)
}

/// What was wrong about a session.
#[derive(Clone, Debug, Serialize)]
pub struct CoachingCorrection {
    /// The session.
    pub id: CoachingSessionId,
    /// When it began; as it is where none is given.
    pub held_at: Option<DateTime<Utc>>,
    /// Minutes.
    pub minutes: Option<i32>,
    /// How many coachees were there.
    pub people: Option<i32>,
    /// About what.
    pub topic: Option<AdvisoryTopic>,
    /// Why.
    pub reason: String,
    /// The version that the client saw.
    pub version: Option<i32>,
}

/// Corrects a session with a reason, while its coaching is under way.
///
/// # Errors
/// Refused: not found, forbidden, stale, wrong state, nothing changed where it was removed, invalid, budget spent.
pub async fn correct_coaching(tx: &Tx, op: &Operation, fix: CoachingCorrection) -> Result<CoachingSessionId> {
    let (engagement, session) = of_session(tx, op, fix.id).await?;
    fresh(fix.version, session.version)?;
    let mut check = Check::default();
    let reason = required_reason(&mut check, Some(&fix.reason));
    let minutes = fix.minutes.unwrap_or(session.minutes);
    check.range("minutes", minutes.into(), 1..=LONGEST_MIN);
    people(&mut check, fix.people.unwrap_or(session.people));
    if let Some(held_at) = fix.held_at {
        held(&mut check, op, &engagement, held_at);
    }
    check.done()?;
    count(tx, &engagement, minutes - session.minutes).await?;
    let row = coaching_session::ActiveModel {
        held_at: Set(fix.held_at.unwrap_or(session.held_at)),
        minutes: Set(minutes),
        people: Set(fix.people.unwrap_or(session.people)),
        topic: Set(fix.topic.unwrap_or(session.topic)),
        reason: Set(reason.clone()),
        ..Default::default()
    };
    door::save(tx, op, &session, row).await?;
    let line = audit::Line::new(deeds::CORRECT_COACHING, session.id).project(session.project_id);
    line.reason(reason.as_deref().unwrap_or_default()).write(tx, op).await?;
    Ok(session.id)
}

/// A session that did not take place.
#[derive(Clone, Debug, Serialize)]
pub struct RemoveCoaching {
    /// The session.
    pub id: CoachingSessionId,
    /// Why.
    pub reason: String,
}

/// Removes a session with a reason, while its coaching is under way. The row stays; its minutes are free again, and the note
/// about it goes.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, nothing changed, invalid.
pub async fn remove_coaching(tx: &Tx, op: &Operation, old: RemoveCoaching) -> Result<CoachingSessionId> {
    let (engagement, session) = of_session(tx, op, old.id).await?;
    let mut check = Check::default();
    let reason = required_reason(&mut check, Some(&old.reason));
    check.done()?;
    count(tx, &engagement, -session.minutes).await?;
    let row = coaching_session::ActiveModel {
        removed_at: Set(Some(op.now)),
        reason: Set(reason.clone()),
        ..Default::default()
    };
    door::save(tx, op, &session, row).await?;
    drop_of_session(tx, session.id).await?;
    let line = audit::Line::new(deeds::REMOVE_COACHING, session.id).project(session.project_id);
    line.reason(reason.as_deref().unwrap_or_default()).write(tx, op).await?;
    Ok(session.id)
}

/// Refuses minutes that the budget does not have any more, naming what is left.
pub(super) fn refuse_beyond(
    engagement: &coaching_engagement::Model,
    minutes: i64,
    field: &str,
) -> Result<()> {
    let left = i64::from(engagement.budget_min) - i64::from(engagement.used_min);
    if minutes <= left {
        return Ok(());
    }
    Err(Refusal::of(BUDGET_SPENT, field).with(Detail::Limit(left)).into())
}

/// Uses minutes of the budget, or gives them back.
async fn count(tx: &Tx, engagement: &coaching_engagement::Model, by: i32) -> Result<()> {
    use coaching_engagement::Column::{BudgetMin, Id, UsedMin};
    let used = || Expr::col(UsedMin).add(by);
    let done = coaching_engagement::Entity::update_many()
        .col_expr(UsedMin, used())
        .filter(Id.eq(engagement.id))
        .filter(used().lte(Expr::col(BudgetMin)))
        .filter(used().gte(0))
        .exec(tx)
        .await?;
    if done.rows_affected == 1 {
        return Ok(());
    }
    refuse_beyond(engagement, by.into(), "minutes")?;
    // It was held since it was read, so this is a count that drifted.
    Err(crate::shared::error::Error::Fault("a budget of minutes would go below zero".into()))
}

async fn of_session(
    tx: &Tx,
    op: &Operation,
    id: CoachingSessionId,
) -> Result<(coaching_engagement::Model, coaching_session::Model)> {
    let known = door::see::<coaching_session::Entity>(tx, op, id, "sessionId").await?;
    let engagement = door::hold::<coaching_engagement::Entity>(tx, known.engagement_id).await?;
    let engagement = found(engagement, "sessionId")?;
    let session = door::load::<coaching_session::Entity>(tx, op, id, "sessionId").await?;
    let session = session.may_at(COACH, &engagement.place())?;
    engagement.state.must_be_at(&[CoachingState::Active], "sessionId")?;
    if session.removed_at.is_some() {
        return refuse(NOTHING_CHANGED, "sessionId");
    }
    Ok((engagement, session))
}

fn people(check: &mut Check, people: i32) {
    check.range("people", people.into(), 1..=i64::try_from(GROUP_MAX).unwrap_or(i64::MAX));
}

fn held(check: &mut Check, op: &Operation, engagement: &coaching_engagement::Model, held_at: DateTime<Utc>) {
    if held_at > op.now {
        check.fault("heldAt", AFTER_NOW);
    }
    let day = warsaw::day(held_at);
    if day < engagement.starts_on || day > engagement.ends_on {
        check.fault("heldAt", OUTSIDE_PERIOD);
    }
}
