//! Sessions of advice: noted, and corrected with a reason.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::Serialize;

use super::required_reason;
use crate::advisory::AdvisoryRequestState as State;
use crate::advisory::rights::ADVISE;
use crate::advisory::{advisory_request, advisory_session, deeds};
use crate::shared::door::{self, Placed as _, fresh};
use crate::shared::error::{Result, found};
use crate::shared::ids::{AdvisoryRequestId, AdvisorySessionId};
use crate::shared::input::{Check, NAME_MAX};
use crate::shared::operation::Operation;
use crate::shared::refusals::{AFTER_NOW, REFERENCE};
use crate::shared::tx::Tx;
use crate::{audit, created};

/// The longest session, in minutes.
const LONGEST_MIN: i64 = 720;
/// Most people of one session.
const MOST_PEOPLE: i64 = 1_000;

/// A session to be noted.
#[derive(Clone, Debug, Serialize)]
pub struct NewSession {
    /// The request that it answers.
    pub request_id: AdvisoryRequestId,
    /// When it began.
    pub held_at: DateTime<Utc>,
    /// Minutes.
    pub minutes: i32,
    /// How many people were advised.
    pub people: i32,
    /// Where; none for online.
    pub place: Option<String>,
}

/// Notes a session that took place, by the adviser or for them.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, invalid.
pub async fn record_session(tx: &Tx, op: &Operation, new: NewSession) -> Result<AdvisorySessionId> {
    let request =
        door::load::<advisory_request::Entity>(tx, op, new.request_id, "requestId").await?.may(ADVISE)?;
    request.state.must_be_at(State::ADVISED, "requestId")?;
    let mut check = Check::default();
    check.range("minutes", new.minutes.into(), 1..=LONGEST_MIN);
    check.range("people", new.people.into(), 1..=MOST_PEOPLE);
    let place = check.opt_line("place", new.place.as_deref(), NAME_MAX);
    if new.held_at > op.now {
        check.fault("heldAt", AFTER_NOW);
    }
    let Some(adviser) = request.adviser_id else {
        check.fault("requestId", REFERENCE);
        check.done()?;
        return Err(request.state.refusal(State::ADVISED, "requestId").into());
    };
    check.done()?;
    let id = op.id();
    let row = advisory_session::ActiveModel {
        id: Set(id),
        project_id: Set(request.project_id),
        partner_id: Set(request.partner_id),
        request_id: Set(request.id),
        institution_id: Set(request.institution_id),
        subregion_id: Set(request.subregion_id),
        held_by_id: Set(adviser),
        topic: Set(request.topic),
        held_at: Set(new.held_at),
        minutes: Set(new.minutes),
        people: Set(new.people),
        place: Set(place),
        ..Default::default()
    };
    advisory_session::Entity::insert(created!(op, row)).exec_without_returning(tx).await?;
    audit::Line::new(deeds::RECORD_SESSION, id).project(request.project_id).write(tx, op).await?;
    Ok(id)
}

/// What was wrong about a session.
#[derive(Clone, Debug, Serialize)]
pub struct SessionCorrection {
    /// The session.
    pub id: AdvisorySessionId,
    /// When it began; as it is where none is given.
    pub held_at: Option<DateTime<Utc>>,
    /// Minutes; 0 where it did not take place.
    pub minutes: Option<i32>,
    /// How many people were advised.
    pub people: Option<i32>,
    /// Why.
    pub reason: String,
    /// The version that the client saw.
    pub version: Option<i32>,
}

/// Corrects a session with a reason, until its request is closed.
///
/// # Errors
/// Refused: not found, forbidden, stale, wrong state of the request, invalid.
pub async fn correct_session(tx: &Tx, op: &Operation, fix: SessionCorrection) -> Result<AdvisorySessionId> {
    let known = door::see::<advisory_session::Entity>(tx, op, fix.id, "sessionId").await?;
    let request = found(door::hold::<advisory_request::Entity>(tx, known.request_id).await?, "sessionId")?;
    let session = door::load::<advisory_session::Entity>(tx, op, fix.id, "sessionId").await?;
    let session = session.may_at(ADVISE, &request.place())?;
    fresh(fix.version, session.version)?;
    request.state.must_be(State::ADVISED)?;
    let mut check = Check::default();
    let reason = required_reason(&mut check, Some(&fix.reason));
    let minutes = fix.minutes.unwrap_or(session.minutes);
    let people = fix.people.unwrap_or(session.people);
    let held_at = fix.held_at.unwrap_or(session.held_at);
    check.range("minutes", minutes.into(), 0..=LONGEST_MIN);
    check.range("people", people.into(), 1..=MOST_PEOPLE);
    if held_at > op.now {
        check.fault("heldAt", AFTER_NOW);
    }
    check.done()?;
    let row = advisory_session::ActiveModel {
        held_at: Set(held_at),
        minutes: Set(minutes),
        people: Set(people),
        reason: Set(reason.clone()),
        ..Default::default()
    };
    door::save(tx, op, &session, row).await?;
    let line = audit::Line::new(deeds::CORRECT_SESSION, session.id).project(session.project_id);
    line.reason(reason.as_deref().unwrap_or_default()).write(tx, op).await?;
    Ok(session.id)
}
