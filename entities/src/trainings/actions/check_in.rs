//! Check-in at the door: scans of tickets, which may arrive late, twice and out of order, and count once.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};

use super::attendance::{Entry, participants, write_entries};
use super::visible_edition;
use crate::audit;
use crate::shared::door;
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{EditionId, EnrolmentId, SessionId};
use crate::shared::operation::Operation;
use crate::shared::read::CHUNK;
use crate::shared::refusals::TOO_MANY;
use crate::shared::tx::Tx;
use crate::trainings::presence::{Presence, by_our_clock, is_around};
use crate::trainings::refusals::ATTENDANCE_LOCKED;
use crate::trainings::rights::RECORD_ATTENDANCE;
use crate::trainings::{
    EditionState, ScanOutcome, ScanWay, attendance, check_in, deeds, edition, enrolment, session,
};

/// Most scans that are sent at once.
const SCANS_MAX: usize = 500;

/// One scan.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Scan {
    /// Whose ticket it is; none for a code that is no ticket.
    pub enrolment_id: Option<EnrolmentId>,
    /// Whether they come or leave.
    pub way: ScanWay,
    /// When, by the phone's clock.
    pub scanned_at: DateTime<Utc>,
}

/// Scans of one session.
#[derive(Clone, Debug, Serialize)]
pub struct CheckIns {
    /// The session.
    pub session_id: SessionId,
    /// The scans.
    pub scans: Vec<Scan>,
    /// When they are sent, by the phone's clock; none where its clock is ours.
    pub sent_at: Option<DateTime<Utc>>,
}

/// What became of the scans.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct CheckedIn {
    /// The session; none where nothing was done.
    pub session_id: Option<SessionId>,
    /// For each scan, in their order: whose it was, where they take part, and what became of it.
    pub outcomes: Vec<(Option<EnrolmentId>, ScanOutcome)>,
}

/// Takes scans of a session. Each is answered by itself, so that a phone may forget it: one that does not count holds up none that
/// does.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, too many.
pub async fn check_in(tx: &Tx, op: &Operation, sent: CheckIns) -> Result<CheckedIn> {
    let session = door::see::<session::Entity>(tx, op, sent.session_id, "sessionId").await?;
    let edition = visible_edition(tx, op, session.edition_id).await?.may(RECORD_ATTENDANCE)?;
    use EditionState::{Completed, EnrolmentClosed, EnrolmentOpen, Running, Settled};
    // A phone that was lost for a week is answered, too.
    edition.state.must_be(&[EnrolmentOpen, EnrolmentClosed, Running, Completed, Settled])?;
    if sent.scans.len() > SCANS_MAX {
        return refuse(TOO_MANY, "scans");
    }
    let own: HashMap<EnrolmentId, bool> = participants(tx, edition.id)
        .await?
        .iter()
        .map(|row| (row.id, super::attendance::is_own(&session, row)))
        .collect();
    let mut known = presences(tx, session.id, &own).await?;
    let hours = (session.starts_at, session.ends_at);
    let (mut outcomes, mut changed) = (vec![], HashMap::new());
    for scan in &sent.scans {
        let at = sent.sent_at.map_or(scan.scanned_at, |sent| by_our_clock(scan.scanned_at, sent, op.now));
        let theirs = scan.enrolment_id.and_then(|id| own.get(&id).map(|is_own| (id, *is_own)));
        let outcome = match theirs {
            None => ScanOutcome::Unknown,
            Some((_, false)) => ScanOutcome::OtherGroup,
            Some(_) if !is_around(hours, at, op.now) => ScanOutcome::OtherTime,
            Some((id, true)) => {
                let before = known.get(&id).copied().unwrap_or_default();
                let after = match scan.way {
                    ScanWay::In => before.came(at),
                    ScanWay::Out => before.left(at),
                };
                if after == before {
                    ScanOutcome::Known
                } else if edition.attendance_locked_at.is_some() {
                    ScanOutcome::Locked
                } else {
                    known.insert(id, after);
                    changed.insert(id, after);
                    ScanOutcome::Counted
                }
            }
        };
        outcomes.push((theirs.map(|(id, _)| id), outcome));
    }
    if !changed.is_empty() {
        let count = changed.len();
        write(tx, op, session.id, changed).await?;
        let line = audit::Line::new(deeds::CHECK_IN, session.id).project(edition.project_id);
        line.detail(serde_json::json!({ "people": count })).write(tx, op).await?;
    }
    Ok(CheckedIn { session_id: Some(session.id), outcomes })
}

/// What is known of people in a session.
async fn presences(
    tx: &Tx,
    session: SessionId,
    own: &HashMap<EnrolmentId, bool>,
) -> Result<HashMap<EnrolmentId, Presence>> {
    let rows = check_in::Entity::find().filter(check_in::Column::SessionId.eq(session)).all(tx).await?;
    let of =
        |row: check_in::Model| (row.enrolment_id, Presence { came_at: row.came_at, left_at: row.left_at });
    Ok(rows.into_iter().filter(|row| own.contains_key(&row.enrolment_id)).map(of).collect())
}

/// Behind the lock of the edition, so that nobody else has read what is replaced.
async fn write(
    tx: &Tx,
    op: &Operation,
    session: SessionId,
    changed: HashMap<EnrolmentId, Presence>,
) -> Result<()> {
    let mut changed: Vec<_> = changed.into_iter().collect();
    changed.sort_unstable_by_key(|(id, _)| *id);
    for chunk in changed.chunks(CHUNK) {
        let rows = chunk.iter().map(|(enrolment, presence)| check_in::ActiveModel {
            id: Set(op.id()),
            session_id: Set(session),
            enrolment_id: Set(*enrolment),
            came_at: Set(presence.came_at),
            left_at: Set(presence.left_at),
            recorded_at: Set(op.now),
            recorded_by: op.by(),
        });
        let newer = [
            check_in::Column::CameAt,
            check_in::Column::LeftAt,
            check_in::Column::RecordedAt,
            check_in::Column::RecordedBy,
        ];
        check_in::Entity::insert_many(rows)
            .on_conflict(
                OnConflict::columns([check_in::Column::SessionId, check_in::Column::EnrolmentId])
                    .update_columns(newer)
                    .to_owned(),
            )
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Minutes to be taken over from scans.
#[derive(Clone, Debug, Serialize)]
pub struct TakeCheckIns {
    /// The session.
    pub session_id: SessionId,
    /// Only answer where scans and list differ; nothing is written.
    pub dry_run: bool,
}

/// Where scans and the list of a session stand.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Reconciled {
    /// The session; none where nothing was done.
    pub session_id: Option<SessionId>,
    /// How many people got the minutes that their scans make, or would get them.
    pub taken: u64,
    /// People of whom the list says otherwise.
    pub differences: Vec<Difference>,
}

/// Somebody of whom the list says something else than scans do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The enrolment.
    pub enrolment_id: EnrolmentId,
    /// Minutes on the list.
    pub listed_min: i32,
    /// Minutes that their scans make; none where they were not scanned.
    pub scanned_min: Option<i32>,
}

/// Takes the minutes that scans make for everybody of whom the list says nothing. What was recorded by hand stays, and is answered
/// where it differs.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, attendance locked.
pub async fn take_check_ins(tx: &Tx, op: &Operation, take: TakeCheckIns) -> Result<Reconciled> {
    let session = door::see::<session::Entity>(tx, op, take.session_id, "sessionId").await?;
    let edition = visible_edition(tx, op, session.edition_id).await?.may(RECORD_ATTENDANCE)?;
    edition.state.must_be(&[EditionState::Running])?;
    if edition.attendance_locked_at.is_some() {
        return refuse(ATTENDANCE_LOCKED, "sessionId");
    }
    let participants = participants(tx, edition.id).await?;
    let (entries, differences) = compare(tx, &session, &participants).await?;
    let taken = entries.len();
    if !take.dry_run && taken > 0 {
        write_entries(tx, op, session.id, &entries).await?;
        let line = audit::Line::new(deeds::TAKE_CHECK_INS, session.id).project(edition.project_id);
        line.detail(serde_json::json!({ "people": taken })).write(tx, op).await?;
    }
    Ok(Reconciled { session_id: Some(session.id), taken: taken as u64, differences })
}

/// Takes them for every session of an edition that is about to be locked. Answers for how many people.
pub(super) async fn take_all(tx: &Tx, op: &Operation, edition: &edition::Model) -> Result<usize> {
    let participants = participants(tx, edition.id).await?;
    let mut taken = 0;
    for session in sessions_of(tx, edition.id).await? {
        let (entries, _) = compare(tx, &session, &participants).await?;
        write_entries(tx, op, session.id, &entries).await?;
        taken += entries.len();
    }
    Ok(taken)
}

async fn sessions_of(tx: &Tx, id: EditionId) -> Result<Vec<session::Model>> {
    Ok(session::Entity::find().filter(session::Column::EditionId.eq(id)).all(tx).await?)
}

/// What scans make for whoever is not on the list of a session, and where the list says otherwise.
async fn compare(
    tx: &Tx,
    session: &session::Model,
    participants: &[enrolment::Model],
) -> Result<(Vec<Entry>, Vec<Difference>)> {
    let own: HashMap<EnrolmentId, bool> =
        participants.iter().map(|row| (row.id, super::attendance::is_own(session, row))).collect();
    let scanned = presences(tx, session.id, &own).await?;
    let listed =
        attendance::Entity::find().filter(attendance::Column::SessionId.eq(session.id)).all(tx).await?;
    let listed: HashMap<EnrolmentId, i32> =
        listed.iter().map(|row| (row.enrolment_id, row.minutes)).collect();
    let hours = (session.starts_at, session.ends_at);
    let (mut entries, mut differences) = (vec![], vec![]);
    for participant in participants.iter().filter(|row| own.get(&row.id) == Some(&true)) {
        let scanned_min =
            scanned.get(&participant.id).map(|presence| presence.minutes(hours, session.planned_min));
        match (listed.get(&participant.id), scanned_min) {
            (None, Some(minutes)) => entries.push(Entry { enrolment_id: participant.id, minutes }),
            (Some(listed_min), _) if *listed_min != scanned_min.unwrap_or(0) => differences
                .push(Difference { enrolment_id: participant.id, listed_min: *listed_min, scanned_min }),
            _ => {}
        }
    }
    Ok((entries, differences))
}
