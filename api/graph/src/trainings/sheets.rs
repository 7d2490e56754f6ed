//! Attendance lists as they were printed, scans of their pages, and who signed.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use entities::shared::error::Error;
use entities::shared::ids::{DocumentId, EditionId, SessionId, SheetLineId};
use entities::trainings::sheet_mark::grouped;
use entities::trainings::sheets::{self, Asked, Reconciliation, Row};
use entities::trainings::{Discrepancy, sheet, sheet_line, sheet_page, sheet_scan, sheet_signature};
use kit::ctx::ContextExt as _;
use kit::enums::Coded;
use kit::error::{fault, refused};
use kit::filter::{Id, Same};
use kit::node::Ref;
use kit::scalars::Date;
use kit::{filter, form, ordering, resource};

use super::types::{BreakoutGroup, Edition, Enrolment, Session};
use crate::documents::types::Document;

resource! {
    /// An attendance list of one day, as it was printed to be signed: its lines and pages never change. One that is made anew
    /// names the former.
    AttendanceSheet: sheet {
        one {
            /// The edition.
            edition: Edition = EditionId;
            /// The breakout group it is for; none for everybody.
            breakout_group: BreakoutGroup = BreakoutGroupId;
            /// The printed file.
            document: Document = DocumentId;
            /// The list before it, of the same day and group.
            replaces: AttendanceSheet = ReplacesId;
        }
        many {
            /// Its pages; none until it was drawn.
            pages: SheetPage, SheetPageFilter, SheetPageOrder = sheet_page.SheetId;
            /// Its lines.
            lines: SheetLine, SheetLineFilter, SheetLineOrder = sheet_line.SheetId;
        }
        columns {
            /// The day.
            day: NaiveDate;
            /// Counts the lists of this day and group, from 1.
            revision: i32;
            /// When it was asked for.
            created_at: DateTime<Utc>;
        }
        computed {
            /// What its pages are known by, as it is printed on them.
            code: String = |row| grouped(&row.code);
        }
        found {
            /// Sessions of its columns, as far as they are still there.
            sessions: Vec<Session> [cost 5] = |row, ctx| sessions(ctx, row, (1, i32::MAX)).await;
        }
    }
}

resource! {
    /// A page of an attendance list.
    SheetPage: sheet_page {
        one {
            /// The list.
            sheet: AttendanceSheet = SheetId;
        }
        many {
            /// Scans of it, those included that were removed.
            scans: SheetScan, SheetScanFilter, SheetScanOrder = sheet_scan.PageId;
        }
        columns {
            /// Number of the page, from 1.
            number: i32;
            /// First line on it.
            first_line: i32;
            /// Last line on it; before the first where it has none.
            last_line: i32;
            /// When it was last noted who signed; none while nobody did.
            read_at: Option<DateTime<Utc>>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
        found {
            /// Sessions of its columns, as far as they are still there.
            sessions: Vec<Session> [cost 10] = |row, ctx| sessions_of_page(ctx, row).await;
        }
    }
}

resource! {
    /// A line of an attendance list.
    SheetLine: sheet_line {
        one {
            /// The list.
            sheet: AttendanceSheet = SheetId;
            /// Who stands there; none for a line that is empty.
            enrolment: Enrolment = EnrolmentId;
        }
        many {
            /// What was noted of their signatures.
            signatures: SheetSignature, SheetSignatureFilter, SheetSignatureOrder = sheet_signature.LineId;
        }
        columns {
            /// Number of the line, from 1.
            number: i32;
            /// Whether they were printed there; else the line was left empty for whoever was not on the list.
            printed: bool;
        }
    }
}

resource! {
    /// Whether somebody signed for a session, as it was read from a page.
    SheetSignature: sheet_signature {
        one {
            /// The line.
            line: SheetLine = LineId;
            /// The session.
            session: Session = SessionId;
        }
        columns {
            /// Whether they signed.
            signed: bool;
            /// When it was noted or last changed.
            recorded_at: DateTime<Utc>;
        }
    }
}

resource! {
    /// A scan of a signed page. `createDownloadLink` leads to its bytes; a file may hold several pages.
    SheetScan: sheet_scan {
        one {
            /// The page.
            page: SheetPage = PageId;
            /// The file.
            document: Document = DocumentId;
        }
        columns {
            /// Counts the scans of the page, from 1.
            number: i32;
            /// Whether the page was read from its code; else somebody said which it is.
            by_code: bool;
            /// When it was attached.
            created_at: DateTime<Utc>;
            /// When it was removed; none while it counts.
            removed_at: Option<DateTime<Utc>>;
        }
    }
}

filter! {
    /// Which attendance lists.
    pub struct AttendanceSheetFilter for sheet {
        /// Of this edition.
        edition_id: Id<EditionId> = EditionId;
        /// Of this day.
        day: Same<NaiveDate> = Day;
        /// With this file.
        document_id: Id<DocumentId> = DocumentId;
    }
}

ordering! {
    /// How attendance lists are ordered.
    pub enum AttendanceSheetOrder for sheet by default CreatedDesc {
        /// By when they were asked for.
        CreatedAsc,
        /// By when they were asked for, newest first.
        CreatedDesc = "created" [CreatedAt];
    }
}

filter! {
    /// Which pages.
    pub struct SheetPageFilter for sheet_page {
        /// Only this number.
        number: Same<i32> = Number;
    }
}

ordering! {
    /// How pages are ordered.
    pub enum SheetPageOrder for sheet_page by default NumberAsc {
        /// By number.
        NumberAsc,
        /// By number, last first.
        NumberDesc = "number" [Number];
    }
}

filter! {
    /// Which lines.
    pub struct SheetLineFilter for sheet_line {
        /// Only this number.
        number: Same<i32> = Number;
        /// Only those of people who were printed, or only others.
        printed: Same<bool> = Printed;
    }
}

ordering! {
    /// How lines are ordered.
    pub enum SheetLineOrder for sheet_line by default NumberAsc {
        /// By number.
        NumberAsc,
        /// By number, last first.
        NumberDesc = "number" [Number];
    }
}

filter! {
    /// Which signatures.
    pub struct SheetSignatureFilter for sheet_signature {
        /// Of this line.
        line_id: Id<SheetLineId> = LineId;
        /// For this session.
        session_id: Id<SessionId> = SessionId;
    }
}

ordering! {
    /// How signatures are ordered.
    pub enum SheetSignatureOrder for sheet_signature by default RecordedAsc {
        /// By when they were noted.
        RecordedAsc,
        /// By when they were noted, newest first.
        RecordedDesc = "recorded" [RecordedAt];
    }
}

filter! {
    /// Which scans.
    pub struct SheetScanFilter for sheet_scan {
        /// With this file.
        document_id: Id<DocumentId> = DocumentId;
        /// Only this number.
        number: Same<i32> = Number;
    }
}

ordering! {
    /// How scans are ordered.
    pub enum SheetScanOrder for sheet_scan by default NumberAsc {
        /// By number.
        NumberAsc,
        /// By number, last first.
        NumberDesc = "number" [Number];
    }
}

async fn sessions(ctx: &Context<'_>, row: &sheet::Model, of: (i32, i32)) -> Result<Vec<Session>> {
    let found = sheets::sessions_of(&ctx.state().db.reader, row, of).await;
    let found = found.map_err(|error| fault(ctx, &error))?;
    Ok(Ref::all(found.iter().map(|session| session.id)).into_iter().map(Into::into).collect())
}

async fn sessions_of_page(ctx: &Context<'_>, row: &sheet_page::Model) -> Result<Vec<Session>> {
    let found = sheets::sheet_of(&ctx.state().db.reader, row.sheet_id).await;
    match found.map_err(|error| fault(ctx, &error))? {
        Some(sheet) => sessions(ctx, &sheet, (row.first_session, row.last_session)).await,
        None => Ok(vec![]),
    }
}

/// Signatures, scans at the door and attendance side by side.
#[derive(SimpleObject)]
pub struct AttendanceReconciliationResult {
    /// How many people were compared, each once for every session of their own.
    compared: i32,
    /// Of how many of them something is said otherwise.
    differing: i32,
    /// Of how many nobody has noted whether they signed.
    unread: i32,
    /// How often each difference is there, in the order of their names' list; those that are nowhere are left out.
    sums: Vec<AttendanceDiscrepancyCountResult>,
    /// Pages that lack a scan. Of the lists of a day and group those count that came back; where none did, the newest.
    pages_without_scan: Vec<SheetPage>,
    /// Pages of which nobody has noted who signed.
    pages_unread: Vec<SheetPage>,
    /// How many rows there are beside the sums; `rows` are some of them.
    rows_total: i32,
    /// Rows by session, then by name, from `after` on.
    rows: Vec<AttendanceReconciliationRowResult>,
}

/// How often a difference is there.
#[derive(SimpleObject)]
pub struct AttendanceDiscrepancyCountResult {
    /// The difference.
    discrepancy: Coded<Discrepancy>,
    /// What people call it.
    label: &'static str,
    /// How often.
    count: i32,
}

/// One person at one session.
#[derive(SimpleObject)]
pub struct AttendanceReconciliationRowResult {
    /// The session.
    session: Option<Session>,
    /// The enrolment.
    enrolment: Option<Enrolment>,
    /// Whether they signed; none where no page with them was read.
    signed: Option<bool>,
    /// Minutes that their scans at the door make; none where they were not scanned.
    scanned_min: Option<i32>,
    /// Minutes on the attendance list; none where it says nothing of them.
    listed_min: Option<i32>,
    /// Where it is said otherwise; empty where everything agrees.
    discrepancies: Vec<Coded<Discrepancy>>,
}

/// Which rows of a comparison.
#[derive(InputObject)]
pub struct AttendanceReconciliationFilter {
    /// Only sessions of this day; sums are of these, too.
    day: Option<Date>,
    /// Only this session; sums are of it, too.
    session_id: Option<ID>,
    /// Whether to leave out those of whom everything agrees.
    #[graphql(default = true)]
    only_differences: bool,
}

impl Default for AttendanceReconciliationFilter {
    fn default() -> Self {
        Self { day: None, session_id: None, only_differences: true }
    }
}

/// Most rows that are answered at once.
const ROWS_MAX: usize = 500;

/// Comparisons of attendance.
#[derive(Default)]
pub struct ReconciliationQuery;

#[Object]
impl ReconciliationQuery {
    /// Where signatures, scans at the door and attendance of an edition differ, for whoever reads its lists. What nobody looked at
    /// says nothing: a page that was not read, a session at whose door nobody was scanned.
    #[graphql(complexity = "200 + 20 * child_complexity")]
    async fn attendance_reconciliation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The edition.")] edition_id: ID,
        #[graphql(desc = "Which rows.")] filter: Option<AttendanceReconciliationFilter>,
        #[graphql(desc = "How many rows, at most 500.", default = 100)] first: i32,
        #[graphql(desc = "How many rows to pass over.", default = 0)] after: i32,
    ) -> Result<Option<AttendanceReconciliationResult>> {
        let filter = filter.unwrap_or_default();
        let read = form::read(|form| {
            let asked = Asked {
                day: form.opt_day("filter.day", filter.day.as_ref()),
                session_id: form.opt_id("filter.sessionId", filter.session_id.as_ref()),
                only_differences: filter.only_differences,
            };
            (form.id::<EditionId>("editionId", &edition_id), asked)
        });
        let read = read.map_err(|error| refused(ctx, &error))?;
        let found = sheets::reconcile(&ctx.state().db.reader, &ctx.op(), read).await;
        let found = found.map_err(|error: Error| refused(ctx, &error))?;
        let window = (usize::try_from(after).unwrap_or(0), usize::try_from(first).unwrap_or(0).min(ROWS_MAX));
        Ok(Some(told(found, window, ctx)))
    }
}

fn told(
    all: Reconciliation,
    (after, first): (usize, usize),
    ctx: &Context<'_>,
) -> AttendanceReconciliationResult {
    use entities::shared::enums::Choice as _;
    let rows_total = count(all.rows.len());
    let rows: Vec<Row> = all.rows.into_iter().skip(after).take(first).collect();
    let sessions = Ref::all(rows.iter().map(|row| row.session_id));
    let enrolments = Ref::all(rows.iter().map(|row| row.enrolment_id));
    let pages = |ids: Vec<_>| Ref::all(ids).into_iter().map(Into::into).collect();
    AttendanceReconciliationResult {
        compared: count(all.compared),
        differing: count(all.differing),
        unread: count(all.unread),
        sums: all
            .sums
            .into_iter()
            .map(|(what, sum)| AttendanceDiscrepancyCountResult {
                discrepancy: Coded(what),
                label: what.label(ctx.lang()),
                count: count(sum),
            })
            .collect(),
        pages_without_scan: pages(all.pages_without_scan),
        pages_unread: pages(all.pages_unread),
        rows_total,
        rows: rows
            .into_iter()
            .zip(sessions.into_iter().zip(enrolments))
            .map(|(row, (session, enrolment))| AttendanceReconciliationRowResult {
                session: Some(session.into()),
                enrolment: Some(enrolment.into()),
                signed: row.told.signed,
                scanned_min: row.told.scanned_min,
                listed_min: row.told.listed_min,
                discrepancies: row.discrepancies.into_iter().map(Coded).collect(),
            })
            .collect(),
    }
}

fn count(of: usize) -> i32 {
    i32::try_from(of).unwrap_or(i32::MAX)
}
