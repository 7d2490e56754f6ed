//! Attendance lists as they were printed: who sees them, which of their pages lack a scan, and where signatures, scans at the
//! door and attendance differ.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::presence::Presence;
use super::reconciliation::Told;
use super::rights::READ_SHEETS;
use super::store::in_editions_run_by;
use super::{
    Discrepancy, EnrolmentState, attendance, check_in, edition, enrolment, session, sheet, sheet_line,
    sheet_page, sheet_scan, sheet_signature,
};
use crate::readable;
use crate::shared::door::{self, Placed as _};
use crate::shared::error::Result;
use crate::shared::ids::{
    BreakoutGroupId, EditionId, EnrolmentId, SessionId, SheetId, SheetLineId, SheetPageId,
};
use crate::shared::operation::Operation;
use crate::shared::policy::{self, Readable};
use crate::shared::read::{KEYS, everything, within};
use crate::shared::warsaw;

readable! {
    sheet => sheets_seen_by;
    sheet_page => |who| of_seen_sheets(sheet_page::Column::SheetId, who);
    sheet_line => |who| of_seen_sheets(sheet_line::Column::SheetId, who);
    sheet_scan => |who| if who.all { everything() } else {
        let seen = of_seen_sheets(sheet_page::Column::SheetId, who);
        Condition::all().add(within::<_, sheet_page::Entity>(sheet_scan::Column::PageId, sheet_page::Column::Id, seen))
    };
    sheet_signature => |who| if who.all { everything() } else {
        let seen = of_seen_sheets(sheet_line::Column::SheetId, who);
        Condition::all().add(within::<_, sheet_line::Entity>(sheet_signature::Column::LineId, sheet_line::Column::Id, seen))
    };
}

/// Lists of editions that one runs or trains in.
fn sheets_seen_by(who: &Readable) -> Condition {
    if who.all { everything() } else { in_editions_run_by(sheet::Column::EditionId, who) }
}

fn of_seen_sheets<C: ColumnTrait>(column: C, who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    Condition::all().add(within::<_, sheet::Entity>(column, sheet::Column::Id, sheets_seen_by(who)))
}

/// A list by its key, whoever asks.
///
/// # Errors
/// The database failed.
pub async fn sheet_of(db: &impl ConnectionTrait, id: SheetId) -> Result<Option<sheet::Model>> {
    Ok(sheet::Entity::find_by_id(id).one(db).await?)
}

/// The sessions of a list's columns that are still there, from the first to the last of these.
///
/// # Errors
/// The database failed.
pub async fn sessions_of(
    db: &impl ConnectionTrait,
    sheet: &sheet::Model,
    (first, last): (i32, i32),
) -> Result<Vec<session::Model>> {
    let keys = sheet.sessions(first, last);
    let found =
        session::Entity::find().filter(session::Column::Id.is_in(keys.iter().copied())).all(db).await?;
    let mut found: HashMap<SessionId, session::Model> = found.into_iter().map(|row| (row.id, row)).collect();
    Ok(keys.iter().filter_map(|key| found.remove(key)).collect())
}

/// Pages of lists that are signed and lack a scan, in order. Of the lists of a day and group those count that came back: with a
/// scan, or with signatures read from them; where none did, the newest does.
///
/// # Errors
/// The database failed.
pub async fn pages_without_scan(db: &impl ConnectionTrait, id: EditionId) -> Result<Vec<SheetPageId>> {
    Ok(Pages::of(db, id).await?.used().filter(|page| !page.has_scan).map(|page| page.id).collect())
}

/// A page, and what came back of it.
struct Page {
    id: SheetPageId,
    sheet: SheetId,
    has_scan: bool,
    is_read: bool,
}

/// All pages of an edition.
struct Pages {
    sheets: Vec<sheet::Model>,
    pages: Vec<Page>,
}

impl Pages {
    async fn of(db: &impl ConnectionTrait, id: EditionId) -> Result<Self> {
        let sheets = sheet::Entity::find()
            .filter(sheet::Column::EditionId.eq(id))
            .order_by_asc(sheet::Column::Day)
            .order_by_asc(sheet::Column::CreatedAt)
            .order_by_asc(sheet::Column::Id)
            .all(db)
            .await?;
        let pages = sheet_page::Entity::find()
            .filter(sheet_page::Column::SheetId.is_in(sheets.iter().map(|sheet| sheet.id)))
            .order_by_asc(sheet_page::Column::Number)
            .all(db)
            .await?;
        let mut scanned: HashSet<SheetPageId> = HashSet::new();
        for chunk in pages.chunks(KEYS) {
            let scans = sheet_scan::Entity::find()
                .filter(sheet_scan::Column::PageId.is_in(chunk.iter().map(|page| page.id)))
                .filter(sheet_scan::Column::RemovedAt.is_null())
                .all(db)
                .await?;
            scanned.extend(scans.iter().map(|scan| scan.page_id));
        }
        let place: HashMap<SheetId, usize> = sheets.iter().enumerate().map(|(n, one)| (one.id, n)).collect();
        let mut pages: Vec<Page> = pages
            .into_iter()
            .map(|page| Page {
                id: page.id,
                sheet: page.sheet_id,
                has_scan: scanned.contains(&page.id),
                is_read: page.read_at.is_some(),
            })
            .collect();
        // Pages of one list stand in their order already.
        pages.sort_by_key(|page| place.get(&page.sheet).copied());
        Ok(Self { sheets, pages })
    }

    fn used(&self) -> impl Iterator<Item = &Page> {
        let came_back: HashSet<SheetId> =
            self.pages.iter().filter(|page| page.has_scan || page.is_read).map(|page| page.sheet).collect();
        let mut of: BTreeMap<(NaiveDate, Option<BreakoutGroupId>), (i32, SheetId, bool)> = BTreeMap::new();
        for one in &self.sheets {
            let came = came_back.contains(&one.id);
            let known = of.entry((one.day, one.breakout_group_id)).or_insert((one.revision, one.id, came));
            known.2 |= came;
            if one.revision > known.0 {
                (known.0, known.1) = (one.revision, one.id);
            }
        }
        let newest: HashSet<SheetId> =
            of.into_values().filter(|(.., came)| !came).map(|(_, id, _)| id).collect();
        self.pages.iter().filter(move |page| came_back.contains(&page.sheet) || newest.contains(&page.sheet))
    }
}

/// Which sessions and rows are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    /// Only sessions of this day.
    pub day: Option<NaiveDate>,
    /// Only this session.
    pub session_id: Option<SessionId>,
    /// Whether to leave out those of whom everything agrees.
    pub only_differences: bool,
}

/// One person at one session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The session.
    pub session_id: SessionId,
    /// The enrolment.
    pub enrolment_id: EnrolmentId,
    /// What is told of them.
    pub told: Told,
    /// Where it is said otherwise.
    pub discrepancies: Vec<Discrepancy>,
}

/// Signatures, scans at the door and attendance side by side.
#[derive(Clone, Debug, Default)]
pub struct Reconciliation {
    /// Rows that are asked for, by session, then in the order of lists.
    pub rows: Vec<Row>,
    /// How many people were looked at, each once per own session.
    pub compared: usize,
    /// Of how many of them something is said otherwise.
    pub differing: usize,
    /// Of how many nobody has noted whether they signed.
    pub unread: usize,
    /// How often each difference is there.
    pub sums: BTreeMap<Discrepancy, usize>,
    /// Pages that lack a scan.
    pub pages_without_scan: Vec<SheetPageId>,
    /// Pages of which nobody has noted who signed.
    pub pages_unread: Vec<SheetPageId>,
}

/// Compares them, for whoever reads lists of the edition.
///
/// # Errors
/// Refused: not found, forbidden. The database failed.
pub async fn reconcile(
    db: &impl ConnectionTrait,
    op: &Operation,
    (id, asked): (EditionId, Asked),
) -> Result<Reconciliation> {
    let edition = door::see::<edition::Entity>(db, op, id, "editionId").await?;
    policy::require(&op.actor, READ_SHEETS, &edition.place())?;
    let sessions = session::Entity::find()
        .filter(session::Column::EditionId.eq(id))
        .order_by_asc(session::Column::Ordinal)
        .all(db)
        .await?;
    let is_asked = |one: &session::Model| {
        asked.day.is_none_or(|day| warsaw::day(one.starts_at) == day)
            && asked.session_id.is_none_or(|id| one.id == id)
    };
    let participants = enrolment::Entity::find()
        .filter(enrolment::Column::EditionId.eq(id))
        .filter(enrolment::Column::State.is_in(EnrolmentState::PARTICIPANTS))
        .order_by_asc(enrolment::Column::SortKey)
        .order_by_asc(enrolment::Column::Id)
        .all(db)
        .await?;
    let pages = Pages::of(db, id).await?;
    let mut all = Reconciliation {
        pages_without_scan: pages.used().filter(|page| !page.has_scan).map(|page| page.id).collect(),
        pages_unread: pages.used().filter(|page| !page.is_read).map(|page| page.id).collect(),
        ..Reconciliation::default()
    };
    for session in sessions.iter().filter(|one| is_asked(one)) {
        let told = Told::of_session(db, session).await?;
        for participant in participants.iter().filter(|one| {
            session.breakout_group_id.is_none() || session.breakout_group_id == one.breakout_group_id
        }) {
            let told = told.of(participant.id);
            let discrepancies = told.discrepancies();
            all.compared += 1;
            all.unread += usize::from(told.signed.is_none());
            all.differing += usize::from(!discrepancies.is_empty());
            for one in &discrepancies {
                *all.sums.entry(*one).or_default() += 1;
            }
            if !asked.only_differences || !discrepancies.is_empty() {
                all.rows.push(Row {
                    session_id: session.id,
                    enrolment_id: participant.id,
                    told,
                    discrepancies,
                });
            }
        }
    }
    Ok(all)
}

/// What is told of everybody at a session.
pub(super) struct ToldOfSession {
    signed: HashMap<EnrolmentId, bool>,
    scanned_min: HashMap<EnrolmentId, i32>,
    listed_min: HashMap<EnrolmentId, i32>,
}

impl ToldOfSession {
    /// What is told of one person.
    pub(super) fn of(&self, id: EnrolmentId) -> Told {
        Told {
            signed: self.signed.get(&id).copied(),
            scanned_min: self.scanned_min.get(&id).copied(),
            door: !self.scanned_min.is_empty(),
            listed_min: self.listed_min.get(&id).copied(),
        }
    }
}

impl Told {
    /// Reads it. Of several lists on which somebody stands one signature is enough.
    pub(super) async fn of_session(
        db: &impl ConnectionTrait,
        session: &session::Model,
    ) -> Result<ToldOfSession> {
        let rows =
            sheet_signature::Entity::find().filter(sheet_signature::Column::SessionId.eq(session.id)).all(db);
        let rows = rows.await?;
        let keys: BTreeSet<SheetLineId> = rows.iter().map(|row| row.line_id).collect();
        let keys: Vec<SheetLineId> = keys.into_iter().collect();
        let mut stands: HashMap<SheetLineId, EnrolmentId> = HashMap::new();
        for chunk in keys.chunks(KEYS) {
            let lines = sheet_line::Entity::find()
                .filter(sheet_line::Column::Id.is_in(chunk.iter().copied()))
                .all(db)
                .await?;
            stands.extend(lines.into_iter().filter_map(|line| Some((line.id, line.enrolment_id?))));
        }
        let mut signed: HashMap<EnrolmentId, bool> = HashMap::new();
        for row in rows {
            if let Some(id) = stands.get(&row.line_id) {
                *signed.entry(*id).or_default() |= row.signed;
            }
        }
        let hours = (session.starts_at, session.ends_at);
        let scanned =
            check_in::Entity::find().filter(check_in::Column::SessionId.eq(session.id)).all(db).await?;
        let minutes = |row: &check_in::Model| {
            Presence { came_at: row.came_at, left_at: row.left_at }.minutes(hours, session.planned_min)
        };
        let scanned_min = scanned.iter().map(|row| (row.enrolment_id, minutes(row))).collect();
        let listed =
            attendance::Entity::find().filter(attendance::Column::SessionId.eq(session.id)).all(db).await?;
        let listed_min = listed.iter().map(|row| (row.enrolment_id, row.minutes)).collect();
        Ok(ToldOfSession { signed, scanned_min, listed_min })
    }
}
