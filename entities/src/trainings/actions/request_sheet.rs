//! Attendance lists to sign: asked for here, drawn by the worker, which says what stands on which page.

use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde::Serialize;

use super::visible_edition;
use crate::documents::actions::NewDocument;
use crate::documents::{DocumentKind, document};
use crate::institutions::person;
use crate::jobs::queue::enqueue;
use crate::partnerships::store::strip_of;
use crate::shared::door;
use crate::shared::error::{Result, found};
use crate::shared::ids::{
    BreakoutGroupId, DocumentId, EditionId, EnrolmentId, SheetId, SheetLineId, SheetPageId,
};
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::quota::{self, DRAWN_FOR_ACCOUNT, Use};
use crate::shared::read::{CHUNK, KEYS};
use crate::shared::refusals::REFERENCE;
use crate::shared::tx::Tx;
use crate::shared::warsaw;
use crate::trainings::attendance_sheet::Part;
use crate::trainings::jobs::RenderSheet;
use crate::trainings::rights::PRINT_SHEETS;
use crate::trainings::{
    EnrolmentState, breakout_group, deeds, enrolment, session, sheet, sheet_line, sheet_mark, sheet_page,
};
use crate::{audit, created};

/// Most empty lines at the end of a list.
pub const BLANK_LINES_MAX: i32 = 30;

/// An attendance list to be drawn.
#[derive(Clone, Debug, Serialize)]
pub struct RequestSheet {
    /// The edition.
    pub edition_id: EditionId,
    /// The day; one of the edition's days with a session.
    pub day: NaiveDate,
    /// The breakout group; none for everybody.
    pub breakout_group_id: Option<BreakoutGroupId>,
    /// Empty lines for whoever comes without standing on it.
    pub blank_lines: i32,
}

/// Asks for the attendance list of one day. Who stands on which of its lines is fixed now; one that was printed before is named
/// by it and stays.
///
/// # Errors
/// Refused: not found, forbidden, no valid visibility profile, invalid day or group, quota reached.
pub async fn request_sheet(tx: &Tx, op: &Operation, request: RequestSheet) -> Result<(SheetId, DocumentId)> {
    let edition = visible_edition(tx, op, request.edition_id).await?.may(PRINT_SHEETS)?;
    strip_of(tx, edition.project_id).await?;
    let sessions = session::Entity::find()
        .filter(session::Column::EditionId.eq(edition.id))
        .order_by_asc(session::Column::StartsAt)
        .order_by_asc(session::Column::Ordinal)
        .all(tx)
        .await?;
    let group = match request.breakout_group_id {
        Some(id) => Some(door::see::<breakout_group::Entity>(tx, op, id, "breakoutGroupId").await?),
        None => None,
    };
    let mut check = Check::default();
    if group.as_ref().is_some_and(|group| group.edition_id != edition.id) {
        check.fault("breakoutGroupId", REFERENCE);
    }
    check.range("blankLines", request.blank_lines.into(), 0..=BLANK_LINES_MAX.into());
    let group = group.map(|group| group.id);
    let is_theirs = |one: &&session::Model| {
        warsaw::day(one.starts_at) == request.day
            && (group.is_none() || one.breakout_group_id.is_none() || one.breakout_group_id == group)
    };
    let columns: Vec<String> = sessions.iter().filter(is_theirs).map(|one| one.id.0.to_string()).collect();
    if columns.is_empty() {
        check.fault("day", REFERENCE);
    }
    check.done()?;

    let (id, document_id): (SheetId, DocumentId) = (op.id(), op.id());
    // Behind the lock of the edition nobody else counts them.
    let mut before = sheet::Entity::find()
        .filter(sheet::Column::EditionId.eq(edition.id))
        .filter(sheet::Column::Day.eq(request.day));
    before = match group {
        Some(group) => before.filter(sheet::Column::BreakoutGroupId.eq(group)),
        None => before.filter(sheet::Column::BreakoutGroupId.is_null()),
    };
    let before = before.order_by_desc(sheet::Column::Revision).one(tx).await?;
    let row = sheet::ActiveModel {
        id: Set(id),
        edition_id: Set(edition.id),
        day: Set(request.day),
        breakout_group_id: Set(group),
        code: Set(sheet_mark::new(op.chance.as_ref())),
        revision: Set(before.as_ref().map_or(1, |before| before.revision + 1)),
        replaces_id: Set(before.map(|before| before.id)),
        document_id: Set(document_id),
        session_ids: Set(serde_json::json!(columns)),
        ..Default::default()
    };
    sheet::Entity::insert(created!(op, row)).exec_without_returning(tx).await?;
    let people = printed(tx, edition.id, group).await?;
    write_lines(tx, op, id, &people, request.blank_lines).await?;
    let document = NewDocument {
        kind: DocumentKind::AttendanceSheet,
        title: format!("Lista obecności – {}, {}", edition.title, warsaw::long(request.day)),
        file_name: format!("lista-obecnosci-{}.pdf", request.day),
        media_type: "application/pdf",
        path: format!("sheets/{document_id}.pdf"),
        project_id: Some(edition.project_id),
        partner_id: Some(edition.partner_id),
        edition_id: Some(edition.id),
        person_id: None,
    };
    document::Entity::insert(document.row(op, document_id)).exec_without_returning(tx).await?;
    enqueue(tx, op, &[RenderSheet { document_id, edition_id: edition.id, day: request.day }]).await?;
    let line = audit::Line::new(deeds::REQUEST_SHEET, document_id).project(edition.project_id);
    line.detail(serde_json::json!({ "sheet": id, "people": people.len() })).write(tx, op).await?;
    quota::take(tx, op, [Use::of_account(&DRAWN_FOR_ACCOUNT, op)]).await?;
    Ok((id, document_id))
}

/// Who stands on a list, in Polish order: whoever takes part, of the group where it is one's, and is still known by name.
async fn printed(tx: &Tx, id: EditionId, group: Option<BreakoutGroupId>) -> Result<Vec<EnrolmentId>> {
    let mut all = enrolment::Entity::find()
        .filter(enrolment::Column::EditionId.eq(id))
        .filter(enrolment::Column::State.is_in(EnrolmentState::PARTICIPANTS))
        .order_by_asc(enrolment::Column::SortKey)
        .order_by_asc(enrolment::Column::Id);
    if let Some(group) = group {
        all = all.filter(enrolment::Column::BreakoutGroupId.eq(group));
    }
    let all = all.all(tx).await?;
    let mut erased = std::collections::HashSet::new();
    for chunk in all.chunks(KEYS) {
        let gone = person::Entity::find()
            .filter(person::Column::Id.is_in(chunk.iter().map(|one| one.person_id)))
            .filter(person::Column::ErasedAt.is_not_null());
        erased.extend(gone.all(tx).await?.into_iter().map(|person| person.id));
    }
    Ok(all.into_iter().filter(|one| !erased.contains(&one.person_id)).map(|one| one.id).collect())
}

async fn write_lines(
    tx: &Tx,
    op: &Operation,
    sheet: SheetId,
    people: &[EnrolmentId],
    blank: i32,
) -> Result<()> {
    let empty = (0..blank).map(|_| None);
    let lines: Vec<(i32, Option<EnrolmentId>)> =
        (1..).zip(people.iter().copied().map(Some).chain(empty)).collect();
    for chunk in lines.chunks(CHUNK) {
        let rows = chunk.iter().map(|(number, enrolment)| sheet_line::ActiveModel {
            id: Set(op.id::<SheetLineId>()),
            sheet_id: Set(sheet),
            number: Set(*number),
            enrolment_id: Set(*enrolment),
            printed: Set(enrolment.is_some()),
        });
        sheet_line::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Notes what stands on which page of a list, before its file is stored. What was noted first stands: false where it is
/// something else. Nothing is noted of a file that belongs to no list.
///
/// # Errors
/// The database failed.
pub async fn note_pages(tx: &Tx, op: &Operation, document: DocumentId, parts: &[Part]) -> Result<bool> {
    let of = sheet::Entity::find().filter(sheet::Column::DocumentId.eq(document));
    let Some(sheet) = of.one(tx).await? else { return Ok(true) };
    let sheet = found(door::hold::<sheet::Entity>(tx, sheet.id).await?, "sheetId")?;
    let known = sheet_page::Entity::find()
        .filter(sheet_page::Column::SheetId.eq(sheet.id))
        .order_by_asc(sheet_page::Column::Number)
        .all(tx)
        .await?;
    if !known.is_empty() {
        let known: Vec<Part> = known.iter().map(Part::from).collect();
        return Ok(known == parts);
    }
    for chunk in parts.chunks(CHUNK) {
        let rows = chunk.iter().map(|part| sheet_page::ActiveModel {
            id: Set(op.id::<SheetPageId>()),
            sheet_id: Set(sheet.id),
            number: Set(part.number),
            first_line: Set(part.lines.0),
            last_line: Set(part.lines.1),
            first_session: Set(part.sessions.0),
            last_session: Set(part.sessions.1),
            read_at: Set(None),
            read_by: Set(None),
            version: Set(1),
        });
        sheet_page::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(true)
}

/// How many pages a list has; none until it was drawn.
pub(super) async fn count_pages(tx: &Tx, id: SheetId) -> Result<i32> {
    let pages = sheet_page::Entity::find().filter(sheet_page::Column::SheetId.eq(id)).count(tx).await?;
    Ok(i32::try_from(pages).unwrap_or(i32::MAX))
}
