//! Attendance in minutes, for a whole list at once, and its lock.

use std::collections::HashSet;

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};

use super::check_in::take_all;
use super::visible_edition;
use crate::audit;
use crate::shared::door;
use crate::shared::error::{Detail, Refusal, Result, refuse};
use crate::shared::ids::{EditionId, EnrolmentId, SessionId, SheetPageId};
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::read::CHUNK;
use crate::shared::refusals::{AFTER_NOW, DUPLICATE, RANGE, REFERENCE, TOO_MANY};
use crate::shared::tx::Tx;
use crate::trainings::refusals::{ATTENDANCE_INCOMPLETE, ATTENDANCE_LOCKED, SCANS_MISSING};
use crate::trainings::rights::{LOCK_ATTENDANCE, RECORD_ATTENDANCE};
use crate::trainings::sheets::pages_without_scan;
use crate::trainings::{EditionState, EnrolmentState, attendance, deeds, edition, enrolment, session};

/// Most rows recorded at once.
const ENTRIES_MAX: usize = 2_000;

/// Minutes of one person.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// The enrolment.
    pub enrolment_id: EnrolmentId,
    /// Minutes attended.
    pub minutes: i32,
}

/// A list of one session.
#[derive(Clone, Debug, Serialize)]
pub struct RecordAttendance {
    /// The session.
    pub session_id: SessionId,
    /// Its people; a person recorded before is corrected.
    pub entries: Vec<Entry>,
}

/// Records the attendance of a session for a whole list. All or nothing; recording twice counts once.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, attendance locked, too many, invalid, not begun yet.
pub async fn record_attendance(tx: &Tx, op: &Operation, list: RecordAttendance) -> Result<SessionId> {
    let session = door::see::<session::Entity>(tx, op, list.session_id, "sessionId").await?;
    let edition = visible_edition(tx, op, session.edition_id).await?.may(RECORD_ATTENDANCE)?;
    edition.state.must_be(&[EditionState::Running])?;
    if edition.attendance_locked_at.is_some() {
        return refuse(ATTENDANCE_LOCKED, "sessionId");
    }
    refuse_too_many(&list.entries)?;

    let participants = participants(tx, edition.id).await?;
    let mut check = Check::default();
    if !session.has_begun(op.now) {
        check.fault("sessionId", AFTER_NOW);
    }
    check_entries(&mut check, &session, &participants, &list.entries);
    check.done()?;
    write_entries(tx, op, session.id, &list.entries).await?;
    let detail = serde_json::json!({"entries": list.entries.len()});
    let line = audit::Line::new(deeds::RECORD_ATTENDANCE, session.id).project(edition.project_id);
    line.detail(detail).write(tx, op).await?;
    Ok(session.id)
}

/// Refuses a list that is too long.
pub(super) fn refuse_too_many(entries: &[Entry]) -> Result<()> {
    if entries.len() > ENTRIES_MAX { refuse(TOO_MANY, "entries") } else { Ok(()) }
}

/// Every entry is of somebody who has the session, once, and no longer than it lasts.
pub(super) fn check_entries(
    check: &mut Check,
    session: &session::Model,
    participants: &[enrolment::Model],
    entries: &[Entry],
) {
    let own: HashSet<EnrolmentId> =
        participants.iter().filter(|participant| is_own(session, participant)).map(|p| p.id).collect();
    let mut listed = HashSet::new();
    for (n, entry) in entries.iter().enumerate() {
        if entry.minutes < 0 || entry.minutes > session.planned_min {
            check.fault(format!("entries[{n}].minutes"), RANGE.of(0).of(session.planned_min));
        }
        if !own.contains(&entry.enrolment_id) {
            check.fault(format!("entries[{n}].enrolmentId"), REFERENCE);
        }
        if !listed.insert(entry.enrolment_id) {
            check.refuse(DUPLICATE, format!("entries[{n}].enrolmentId"));
        }
    }
}

/// Writes minutes of a session; a person recorded before is corrected.
pub(super) async fn write_entries(
    tx: &Tx,
    op: &Operation,
    session: SessionId,
    entries: &[Entry],
) -> Result<()> {
    for chunk in entries.chunks(CHUNK) {
        let rows = chunk.iter().map(|entry| attendance::ActiveModel {
            id: Set(op.id()),
            session_id: Set(session),
            enrolment_id: Set(entry.enrolment_id),
            minutes: Set(entry.minutes),
            recorded_at: Set(op.now),
            recorded_by: op.by(),
        });
        let newer =
            [attendance::Column::Minutes, attendance::Column::RecordedAt, attendance::Column::RecordedBy];
        attendance::Entity::insert_many(rows)
            .on_conflict(
                OnConflict::columns([attendance::Column::SessionId, attendance::Column::EnrolmentId])
                    .update_columns(newer)
                    .to_owned(),
            )
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Locks the attendance of an edition.
#[derive(Clone, Debug, Serialize)]
pub struct LockAttendance {
    /// The edition.
    pub edition_id: EditionId,
    /// Whether people without a row count as absent; else missing rows are refused.
    pub missing_as_absent: bool,
    /// Whether a page of a signed list without a scan is refused; else it is answered.
    pub require_scans: bool,
}

/// A list that was locked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Locked {
    /// The edition.
    pub edition_id: EditionId,
    /// Pages of signed lists that lack a scan.
    pub pages_without_scan: Vec<SheetPageId>,
}

/// Locks the attendance list: from now on it counts, and nothing in it changes but by a correction. Whoever was scanned at the
/// door and stands on no list gets the minutes that their scans make. Answers which pages of signed lists lack a scan.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, locked already, a session not over yet, rows missing, scans missing where they are
/// asked for.
pub async fn lock_attendance(tx: &Tx, op: &Operation, lock: LockAttendance) -> Result<Locked> {
    let edition = visible_edition(tx, op, lock.edition_id).await?.may(LOCK_ATTENDANCE)?;
    edition.state.must_be(&[EditionState::Running])?;
    if edition.attendance_locked_at.is_some() {
        return refuse(ATTENDANCE_LOCKED, "editionId");
    }
    refuse_while_it_lasts(tx, op, edition.id).await?;
    let pages_without_scan = pages_without_scan(tx, edition.id).await?;
    if lock.require_scans && !pages_without_scan.is_empty() {
        let count = i64::try_from(pages_without_scan.len()).unwrap_or(i64::MAX);
        return Err(Refusal::of(SCANS_MISSING, "editionId").with(Detail::Limit(count)).into());
    }
    take_all(tx, op, &edition).await?;
    let missing = missing(tx, edition.id).await?;
    if !missing.is_empty() && !lock.missing_as_absent {
        let count = i64::try_from(missing.len()).unwrap_or(i64::MAX);
        let limit = Detail::Limit(count);
        return Err(Refusal::of(ATTENDANCE_INCOMPLETE, "editionId").with(limit).into());
    }
    for chunk in missing.chunks(CHUNK) {
        let rows = chunk.iter().map(|(session_id, enrolment_id)| attendance::ActiveModel {
            id: Set(op.id()),
            session_id: Set(*session_id),
            enrolment_id: Set(*enrolment_id),
            minutes: Set(0),
            recorded_at: Set(op.now),
            recorded_by: op.by(),
        });
        attendance::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    let row = edition::ActiveModel {
        id: Set(edition.id),
        attendance_locked_at: Set(Some(op.now)),
        attendance_locked_by: op.by(),
        ..Default::default()
    };
    door::save(tx, op, &edition, row).await?;
    let detail = serde_json::json!({
        "absent_by_default": missing.len(), "pages_without_scan": pages_without_scan.len(),
    });
    let line = audit::Line::new(deeds::LOCK_ATTENDANCE, edition.id).project(edition.project_id);
    line.detail(detail).write(tx, op).await?;
    Ok(Locked { edition_id: edition.id, pages_without_scan })
}

/// Refuses what only the end of the last session allows.
///
/// # Errors
/// Refused: a session has not ended.
pub(super) async fn refuse_while_it_lasts(tx: &Tx, op: &Operation, id: EditionId) -> Result<()> {
    let unfinished = session::Entity::find()
        .filter(session::Column::EditionId.eq(id))
        .filter(session::Column::EndsAt.gt(op.now));
    match unfinished.one(tx).await? {
        Some(_) => Err(Refusal::form("editionId", AFTER_NOW).into()),
        None => Ok(()),
    }
}

pub(super) async fn participants(tx: &Tx, id: EditionId) -> Result<Vec<enrolment::Model>> {
    Ok(enrolment::Entity::find()
        .filter(enrolment::Column::EditionId.eq(id))
        .filter(enrolment::Column::State.is_in(EnrolmentState::PARTICIPANTS))
        .all(tx)
        .await?)
}

pub(super) fn is_own(session: &session::Model, participant: &enrolment::Model) -> bool {
    session.breakout_group_id.is_none() || session.breakout_group_id == participant.breakout_group_id
}

/// Pairs of own session and participant without a row.
async fn missing(tx: &Tx, id: EditionId) -> Result<Vec<(SessionId, EnrolmentId)>> {
    let sessions = session::Entity::find().filter(session::Column::EditionId.eq(id)).all(tx).await?;
    let recorded: HashSet<(SessionId, EnrolmentId)> = attendance::Entity::find()
        .filter(attendance::Column::SessionId.is_in(sessions.iter().map(|s| s.id)))
        .all(tx)
        .await?
        .into_iter()
        .map(|row| (row.session_id, row.enrolment_id))
        .collect();
    let participants = participants(tx, id).await?;
    let pairs = sessions.iter().flat_map(|session| {
        participants.iter().filter(|p| is_own(session, p)).map(|participant| (session.id, participant.id))
    });
    Ok(pairs.filter(|pair| !recorded.contains(pair)).collect())
}
