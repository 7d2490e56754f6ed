//! Attendance is corrected after its list was locked: with a reason, and with what follows from it.
//!
//! Certificates stay as they were printed. Who would earn one now and did not before, and the other way round, is answered, so
//! that one is issued, corrected or revoked by whoever may.

use sea_orm::EntityTrait;
use serde::{Deserialize, Serialize};

use super::attendance::{Entry, check_entries, participants, refuse_too_many, write_entries};
use super::enrol::changed;
use super::visible_edition;
use crate::audit;
use crate::shared::door;
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{EnrolmentId, SessionId};
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::tx::Tx;
use crate::trainings::refusals::ATTENDANCE_NOT_LOCKED;
use crate::trainings::rights::CORRECT_ATTENDANCE;
use crate::trainings::store::Attendances;
use crate::trainings::{EditionState, deeds, eligibility, enrolment, session};

/// Minutes of a session as they should have been recorded.
#[derive(Clone, Debug, Serialize)]
pub struct CorrectAttendance {
    /// The session.
    pub session_id: SessionId,
    /// People whose minutes are others.
    pub entries: Vec<Entry>,
    /// Why.
    pub reason: String,
    /// Only answer what would follow; nothing is written.
    pub dry_run: bool,
}

/// What a correction does, or would do.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Correction {
    /// The session; none where nothing was done.
    pub session_id: Option<SessionId>,
    /// For each person, what follows.
    pub effects: Vec<Effect>,
}

/// What follows for one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// The enrolment.
    pub enrolment_id: EnrolmentId,
    /// Minutes recorded before; none where nothing was.
    pub minutes_before: Option<i32>,
    /// Minutes afterwards.
    pub minutes: i32,
    /// Whether the person earned a certificate before.
    pub earned_before: bool,
    /// Whether they earn one afterwards.
    pub earns: bool,
}

/// Corrects attendance of a locked list. Where the edition is over, how taking part ended follows.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, attendance not locked, too many, invalid, duplicate.
pub async fn correct_attendance(tx: &Tx, op: &Operation, fix: CorrectAttendance) -> Result<Correction> {
    let session = door::see::<session::Entity>(tx, op, fix.session_id, "sessionId").await?;
    let edition = visible_edition(tx, op, session.edition_id).await?.may(CORRECT_ATTENDANCE)?;
    use EditionState::{Completed, Running, Settled};
    edition.state.must_be(&[Running, Completed, Settled])?;
    if edition.attendance_locked_at.is_none() {
        return refuse(ATTENDANCE_NOT_LOCKED, "sessionId");
    }
    refuse_too_many(&fix.entries)?;
    let participants = participants(tx, edition.id).await?;
    let mut check = Check::default();
    let reason = check.line("reason", &fix.reason, 1_000);
    check_entries(&mut check, &session, &participants, &fix.entries);
    check.done()?;

    let mut attendances = Attendances::of(tx, edition.id).await?;
    let of = |entry: &Entry| participants.iter().find(|row| row.id == entry.enrolment_id);
    let earns = |attendances: &Attendances, row: &enrolment::Model| {
        eligibility::unmet(&attendances.own(row), edition.threshold_pct).is_empty()
    };
    let mut effects = vec![];
    for entry in &fix.entries {
        let Some(row) = of(entry) else { continue };
        let own = attendances.own(row);
        let before = own.iter().find(|attended| attended.session_id == session.id);
        let (minutes_before, earned_before) =
            (before.and_then(|attended| attended.minutes), earns(&attendances, row));
        attendances.put(session.id, row.id, entry.minutes);
        effects.push(Effect {
            enrolment_id: row.id,
            minutes_before,
            minutes: entry.minutes,
            earned_before,
            earns: earns(&attendances, row),
        });
    }
    let correction = Correction { session_id: Some(session.id), effects };
    if fix.dry_run {
        return Ok(correction);
    }
    let settled = if edition.state.is_over() { fix.entries.as_slice() } else { &[] };
    for entry in settled {
        // Behind the lock of the edition, by which everybody goes who changes them.
        let Some(row) = enrolment::Entity::find_by_id(entry.enrolment_id).one(tx).await? else { continue };
        let outcome = eligibility::outcome(&attendances.own(&row), edition.threshold_pct);
        if outcome != row.state {
            changed(tx, op, &row, outcome, (deeds::SETTLE_ENROLMENT, Some(&reason))).await?;
        }
    }
    write_entries(tx, op, session.id, &fix.entries).await?;
    let detail = serde_json::json!({ "entries": fix.entries.len() });
    let line = audit::Line::new(deeds::CORRECT_ATTENDANCE, session.id).project(edition.project_id);
    line.detail(detail).reason(&reason).write(tx, op).await?;
    Ok(correction)
}
