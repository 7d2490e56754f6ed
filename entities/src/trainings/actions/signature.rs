//! Who signed: read from a page all at once, and taken over to attendance.

use std::collections::{HashMap, HashSet};

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};

use super::attendance::{Entry, is_own, participants, write_entries};
use super::visible_edition;
use crate::audit;
use crate::shared::door;
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{EnrolmentId, SessionId, SheetPageId, SheetSignatureId};
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::read::{CHUNK, KEYS};
use crate::shared::refusals::{AFTER_NOW, DUPLICATE, REFERENCE, REQUIRED, TOO_MANY};
use crate::shared::tx::Tx;
use crate::trainings::reconciliation::Told;
use crate::trainings::refusals::{ATTENDANCE_LOCKED, LINES_MISSING};
use crate::trainings::rights::RECORD_ATTENDANCE;
use crate::trainings::sheets::sessions_of;
use crate::trainings::{
    EditionState, deeds, enrolment, session, sheet, sheet_line, sheet_page, sheet_signature,
};

/// Most lines that are sent at once: more than a page holds.
const LINES_MAX: usize = 200;

/// What is read from a page.
#[derive(Clone, Debug, Serialize)]
pub struct RecordSignatures {
    /// The page.
    pub page_id: SheetPageId,
    /// Each of its lines with somebody on it.
    pub lines: Vec<LineRead>,
    /// The page as it was read before.
    pub version: Option<i32>,
}

/// What is read from a line.
#[derive(Clone, Debug, Serialize)]
pub struct LineRead {
    /// Number of the line.
    pub number: i32,
    /// Who wrote themselves into a line that was left empty; none for whoever is printed.
    pub enrolment_id: Option<EnrolmentId>,
    /// Sessions for which they signed.
    pub signed: Vec<SessionId>,
}

/// Notes who signed on a page, for all of its lines at once; a page that was read before is corrected. Whoever is printed there
/// must be among them; an empty line that is left out stays empty.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, attendance locked, stale version, too many, invalid, duplicate, not begun yet.
pub async fn record_signatures(tx: &Tx, op: &Operation, read: RecordSignatures) -> Result<SheetPageId> {
    let sheet_id = door::see::<sheet_page::Entity>(tx, op, read.page_id, "pageId").await?.sheet_id;
    let sheet = door::see::<sheet::Entity>(tx, op, sheet_id, "pageId").await?;
    let edition = visible_edition(tx, op, sheet.edition_id).await?.may(RECORD_ATTENDANCE)?;
    edition.state.must_be(&[EditionState::Running])?;
    if edition.attendance_locked_at.is_some() {
        return refuse(ATTENDANCE_LOCKED, "pageId");
    }
    let page = door::load::<sheet_page::Entity>(tx, op, read.page_id, "pageId").await?.seen();
    door::fresh(read.version, page.version)?;
    if read.lines.len() > LINES_MAX {
        return refuse(TOO_MANY, "lines");
    }
    let paper = Paper::of(tx, &sheet, &page).await?;
    let mut check = Check::default();
    paper.judge(&mut check, op, &read.lines);
    check.done()?;
    let signatures = paper.write(tx, op, &read.lines).await?;
    let row = sheet_page::ActiveModel {
        id: Set(page.id),
        read_at: Set(Some(op.now)),
        read_by: op.by(),
        ..Default::default()
    };
    door::save(tx, op, &page, row).await?;
    let line = audit::Line::new(deeds::RECORD_SIGNATURES, page.id).project(edition.project_id);
    line.detail(serde_json::json!({ "lines": read.lines.len(), "signatures": signatures }))
        .write(tx, op)
        .await?;
    Ok(page.id)
}

/// A page with what stands on it.
struct Paper {
    page: sheet_page::Model,
    /// Lines of the whole list.
    lines: Vec<sheet_line::Model>,
    /// Its columns.
    sessions: Vec<session::Model>,
    /// Whoever is printed on it, and whoever takes part.
    enrolments: HashMap<EnrolmentId, enrolment::Model>,
}

impl Paper {
    async fn of(tx: &Tx, sheet: &sheet::Model, page: &sheet_page::Model) -> Result<Self> {
        let lines = sheet_line::Entity::find()
            .filter(sheet_line::Column::SheetId.eq(sheet.id))
            .order_by_asc(sheet_line::Column::Number)
            .all(tx)
            .await?;
        let mut enrolments: HashMap<EnrolmentId, enrolment::Model> =
            participants(tx, sheet.edition_id).await?.into_iter().map(|row| (row.id, row)).collect();
        let gone = lines.iter().filter_map(|line| line.enrolment_id);
        let gone: Vec<EnrolmentId> = gone.filter(|id| !enrolments.contains_key(id)).collect();
        for chunk in gone.chunks(KEYS) {
            let rows = enrolment::Entity::find().filter(enrolment::Column::Id.is_in(chunk.iter().copied()));
            enrolments.extend(rows.all(tx).await?.into_iter().map(|row| (row.id, row)));
        }
        let sessions = sessions_of(tx, sheet, (page.first_session, page.last_session)).await?;
        Ok(Self { page: page.clone(), lines, sessions, enrolments })
    }

    /// The line of a number, where it stands on the page.
    fn line(&self, number: i32) -> Option<&sheet_line::Model> {
        let stands = (self.page.first_line..=self.page.last_line).contains(&number);
        self.lines.iter().find(|line| stands && line.number == number)
    }

    /// Who a line is of, once it is read.
    fn stands(&self, read: &LineRead) -> Option<&enrolment::Model> {
        let line = self.line(read.number)?;
        let id = if line.printed { line.enrolment_id } else { read.enrolment_id };
        self.enrolments.get(&id?)
    }

    fn judge(&self, check: &mut Check, op: &Operation, lines: &[LineRead]) {
        let (mut numbers, mut written) = (HashSet::new(), HashSet::new());
        for (n, read) in lines.iter().enumerate() {
            let Some(line) = self.line(read.number) else {
                check.fault(format!("lines[{n}].line"), REFERENCE);
                continue;
            };
            if !numbers.insert(read.number) {
                check.refuse(DUPLICATE, format!("lines[{n}].line"));
            }
            match read.enrolment_id {
                Some(id) if line.printed && line.enrolment_id != Some(id) => {
                    check.fault(format!("lines[{n}].enrolmentId"), REFERENCE);
                }
                Some(id) if !line.printed && !self.enrolments.contains_key(&id) => {
                    check.fault(format!("lines[{n}].enrolmentId"), REFERENCE);
                }
                Some(id) if !line.printed => {
                    // Somebody stands on a list once, wherever on it that is.
                    let elsewhere = |one: &sheet_line::Model| {
                        one.id != line.id
                            && one.enrolment_id == Some(id)
                            && (one.printed || !lines.iter().any(|read| read.number == one.number))
                    };
                    if self.lines.iter().any(elsewhere) || !written.insert(id) {
                        check.refuse(DUPLICATE, format!("lines[{n}].enrolmentId"));
                    }
                }
                None if !line.printed && !read.signed.is_empty() => {
                    check.fault(format!("lines[{n}].enrolmentId"), REQUIRED);
                }
                _ => {}
            }
            for (k, id) in read.signed.iter().enumerate() {
                let session = self.sessions.iter().find(|session| session.id == *id);
                let own = |session: &session::Model| self.stands(read).is_none_or(|who| is_own(session, who));
                match session {
                    Some(session) if !own(session) => {
                        check.fault(format!("lines[{n}].signed[{k}]"), REFERENCE);
                    }
                    Some(session) if !session.has_begun(op.now) => {
                        check.fault(format!("lines[{n}].signed[{k}]"), AFTER_NOW);
                    }
                    Some(_) => {}
                    None => check.fault(format!("lines[{n}].signed[{k}]"), REFERENCE),
                }
            }
        }
        let printed = self.lines.iter().filter(|line| line.printed && self.line(line.number).is_some());
        let missing = printed.filter(|line| !numbers.contains(&line.number)).count();
        if missing > 0 {
            check.fault("lines", LINES_MISSING.of(missing));
        }
    }

    /// Writes what was read. Answers how many signatures there are.
    async fn write(&self, tx: &Tx, op: &Operation, lines: &[LineRead]) -> Result<usize> {
        let stands = (self.page.first_line..=self.page.last_line).collect::<HashSet<i32>>();
        let mut emptied = vec![];
        for line in self.lines.iter().filter(|line| !line.printed && stands.contains(&line.number)) {
            let read = lines.iter().find(|read| read.number == line.number);
            let id = read.and_then(|read| read.enrolment_id);
            if line.enrolment_id == id {
                continue;
            }
            if line.enrolment_id.is_some() {
                emptied.push(line.id);
            }
            let row =
                sheet_line::ActiveModel { id: Set(line.id), enrolment_id: Set(id), ..Default::default() };
            door::save(tx, op, line, row).await?;
        }
        if !emptied.is_empty() {
            // What somebody else signed there is nobody's any more.
            let theirs = sheet_signature::Column::LineId.is_in(emptied);
            sheet_signature::Entity::delete_many().filter(theirs).exec(tx).await?;
        }
        let mut rows = vec![];
        for read in lines {
            let (Some(line), Some(who)) = (self.line(read.number), self.stands(read)) else { continue };
            for session in
                self.sessions.iter().filter(|session| is_own(session, who) && session.has_begun(op.now))
            {
                rows.push((line.id, session.id, read.signed.contains(&session.id)));
            }
        }
        for chunk in rows.chunks(CHUNK) {
            let new = chunk.iter().map(|(line, session, signed)| sheet_signature::ActiveModel {
                id: Set(op.id::<SheetSignatureId>()),
                line_id: Set(*line),
                session_id: Set(*session),
                signed: Set(*signed),
                recorded_at: Set(op.now),
                recorded_by: op.by(),
            });
            use sheet_signature::Column;
            let known = OnConflict::columns([Column::LineId, Column::SessionId])
                .update_columns([Column::Signed, Column::RecordedAt, Column::RecordedBy])
                .to_owned();
            sheet_signature::Entity::insert_many(new).on_conflict(known).exec_without_returning(tx).await?;
        }
        Ok(rows.iter().filter(|(.., signed)| *signed).count())
    }
}

/// Minutes to be taken over from signatures.
#[derive(Clone, Debug, Serialize)]
pub struct TakeSignatures {
    /// The session.
    pub session_id: SessionId,
    /// Only answer what would be taken and where it differs; nothing is written.
    pub dry_run: bool,
}

/// Where signatures and the list of a session stand.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SignaturesTaken {
    /// The session; none where nothing was done.
    pub session_id: Option<SessionId>,
    /// How many people got minutes by their signature, or would get them.
    pub taken: u64,
    /// People of whom something else is said: what was recorded by hand, or scans of whoever did not sign.
    pub differences: Vec<SignatureDifference>,
}

/// Somebody of whom something else is said than their signature says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignatureDifference {
    /// The enrolment.
    pub enrolment_id: EnrolmentId,
    /// Whether they signed.
    pub signed: bool,
    /// Minutes on the list; none where it says nothing of them.
    pub listed_min: Option<i32>,
    /// Minutes that their scans make; none where they were not scanned.
    pub scanned_min: Option<i32>,
}

/// Takes the minutes that signatures make for everybody of whom the list says nothing: those of their scans, or all that are
/// planned; none for whoever did not sign. What was recorded by hand stays, and so does it who was scanned and did not sign:
/// both are answered.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, attendance locked.
pub async fn take_signatures(tx: &Tx, op: &Operation, take: TakeSignatures) -> Result<SignaturesTaken> {
    let session = door::see::<session::Entity>(tx, op, take.session_id, "sessionId").await?;
    let edition = visible_edition(tx, op, session.edition_id).await?.may(RECORD_ATTENDANCE)?;
    edition.state.must_be(&[EditionState::Running])?;
    if edition.attendance_locked_at.is_some() {
        return refuse(ATTENDANCE_LOCKED, "sessionId");
    }
    let mut participants = participants(tx, edition.id).await?;
    participants.sort_by(|a, b| (&a.sort_key, a.id).cmp(&(&b.sort_key, b.id)));
    let told = Told::of_session(tx, &session).await?;
    let (mut entries, mut differences) = (vec![], vec![]);
    for participant in participants.iter().filter(|one| is_own(&session, one)) {
        let of = told.of(participant.id);
        let Some(signed) = of.signed else { continue };
        match (of.minutes(session.planned_min), of.listed_min) {
            (Some(minutes), None) => entries.push(Entry { enrolment_id: participant.id, minutes }),
            (Some(minutes), Some(listed)) if (minutes > 0) == (listed > 0) => {}
            _ => differences.push(SignatureDifference {
                enrolment_id: participant.id,
                signed,
                listed_min: of.listed_min,
                scanned_min: of.scanned_min,
            }),
        }
    }
    let taken = entries.len();
    if !take.dry_run && taken > 0 {
        write_entries(tx, op, session.id, &entries).await?;
        let line = audit::Line::new(deeds::TAKE_SIGNATURES, session.id).project(edition.project_id);
        line.detail(serde_json::json!({ "people": taken })).write(tx, op).await?;
    }
    Ok(SignaturesTaken { session_id: Some(session.id), taken: taken as u64, differences })
}
