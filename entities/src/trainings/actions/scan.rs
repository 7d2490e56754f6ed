//! Scans of signed pages: attached, and removed again with a reason.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};
use serde::Serialize;

use super::request_sheet::count_pages;
use super::visible_edition;
use crate::documents::actions::{Attachment, attach_at, erase};
use crate::documents::{DocumentKind, DocumentState, document};
use crate::jobs::queue::enqueue;
use crate::shared::door::{self, Placed as _};
use crate::shared::error::{Refusal, Result, refuse};
use crate::shared::ids::{DocumentId, SheetId, SheetPageId, SheetScanId};
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::policy;
use crate::shared::refusals::{NOTHING_CHANGED, REQUIRED, WRONG_STATE};
use crate::shared::tx::Tx;
use crate::trainings::jobs::RemoveScan;
use crate::trainings::refusals::ATTENDANCE_LOCKED;
use crate::trainings::rights::{CORRECT_ATTENDANCE, RECORD_ATTENDANCE};
use crate::trainings::sheet_mark::{self, Mark};
use crate::trainings::{EditionState, deeds, edition, sheet, sheet_page, sheet_scan};
use crate::{audit, created};

/// A scan, stored already, to be written down.
#[derive(Clone, Debug, Serialize)]
pub struct AttachScan {
    /// The list.
    pub sheet_id: SheetId,
    /// Pages that somebody says it shows; none where its codes say so.
    pub pages: Vec<i32>,
    /// What its codes say, in their texts.
    pub read: Vec<String>,
    /// Why it comes after the lock.
    pub reason: Option<String>,
    /// Where its bytes lie.
    pub path: String,
    /// The file.
    pub file: Attachment,
}

/// Whether the actor may attach a scan to a list, before a byte is stored. Answers where its bytes are to lie: the same file
/// once, and once more after it was removed.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, attendance locked.
pub async fn may_attach_scan(tx: &Tx, op: &Operation, id: SheetId) -> Result<String> {
    let (sheet, _) = of_sheet(tx, op, id, "sheetId").await?;
    let removed = scans_of(tx, sheet.id).await?.into_iter().filter(|scan| scan.removed_at.is_some()).count();
    Ok(format!("scans/{}/{removed}", sheet.id))
}

/// Attaches a scan to the pages that it shows. A page that was scanned before has both scans.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, attendance locked, another list, invalid, duplicate where the same file is
/// attached already, quota reached.
pub async fn attach_scan(tx: &Tx, op: &Operation, scan: AttachScan) -> Result<(SheetId, Vec<SheetScanId>)> {
    let (sheet, edition) = of_sheet(tx, op, scan.sheet_id, "sheetId").await?;
    let mut check = Check::default();
    let reason = check.opt_line("reason", scan.reason.as_deref(), 1_000);
    if edition.attendance_locked_at.is_some() && reason.is_none() {
        check.fault("reason", REQUIRED);
    }
    check.done()?;
    let printed = document::Entity::find_by_id(sheet.document_id).one(tx).await?;
    let count = count_pages(tx, sheet.id).await?;
    if count == 0
        || printed.is_some_and(|one| matches!(one.state, DocumentState::Due | DocumentState::Failed))
    {
        return refuse(WRONG_STATE, "sheetId");
    }
    let read = scan.read.iter().filter_map(|text| Mark::read(text)).collect();
    let (numbers, by_code) = sheet_mark::pages(&scan.pages, &read, (&sheet.code, count))?;

    let pages = sheet_page::Entity::find()
        .filter(sheet_page::Column::SheetId.eq(sheet.id))
        .filter(sheet_page::Column::Number.is_in(numbers.iter().copied()))
        .order_by_asc(sheet_page::Column::Number)
        .all(tx)
        .await?;
    let known = scans_of(tx, sheet.id).await?;
    let place =
        (DocumentKind::SheetScan, scan.path, edition.project_id, edition.partner_id, Some(edition.id));
    let document_id = attach_at(tx, op, place, scan.file).await?;
    let mut ids = vec![];
    for page in &pages {
        let before = known.iter().filter(|scan| scan.page_id == page.id).map(|scan| scan.number).max();
        let id: SheetScanId = op.id();
        let row = sheet_scan::ActiveModel {
            id: Set(id),
            page_id: Set(page.id),
            number: Set(before.map_or(1, |before| before + 1)),
            document_id: Set(document_id),
            by_code: Set(by_code),
            removed_at: Set(None),
            removed_by: Set(None),
            ..Default::default()
        };
        sheet_scan::Entity::insert(created!(op, row)).exec_without_returning(tx).await?;
        ids.push(id);
    }
    let line = audit::Line::new(deeds::ATTACH_SCAN, sheet.id).project(edition.project_id);
    let detail = serde_json::json!({ "document": document_id, "pages": numbers, "by_code": by_code });
    let line = line.detail(detail);
    match &reason {
        Some(reason) => line.reason(reason).write(tx, op).await?,
        None => line.write(tx, op).await?,
    };
    Ok((sheet.id, ids))
}

/// A scan to be removed.
#[derive(Clone, Debug, Serialize)]
pub struct RemoveSheetScan {
    /// The scan.
    pub scan_id: SheetScanId,
    /// Why.
    pub reason: String,
}

/// Removes a scan of a page. Its file goes once no page has it any more; that it was there stays.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, attendance locked, invalid, nothing changed where it was removed before.
pub async fn remove_scan(tx: &Tx, op: &Operation, remove: RemoveSheetScan) -> Result<SheetScanId> {
    let seen = door::see::<sheet_scan::Entity>(tx, op, remove.scan_id, "scanId").await?;
    let page = door::see::<sheet_page::Entity>(tx, op, seen.page_id, "scanId").await?;
    let (sheet, edition) = of_sheet(tx, op, page.sheet_id, "scanId").await?;
    let scan = door::load::<sheet_scan::Entity>(tx, op, remove.scan_id, "scanId").await?.seen();
    let mut check = Check::default();
    let reason = check.line("reason", &remove.reason, 1_000);
    check.done()?;
    if scan.removed_at.is_some() {
        return refuse(NOTHING_CHANGED, "scanId");
    }
    let row = sheet_scan::ActiveModel {
        id: Set(scan.id),
        removed_at: Set(Some(op.now)),
        removed_by: op.by(),
        ..Default::default()
    };
    door::save(tx, op, &scan, row).await?;
    let others = sheet_scan::Entity::find()
        .filter(sheet_scan::Column::DocumentId.eq(scan.document_id))
        .filter(sheet_scan::Column::RemovedAt.is_null());
    if others.count(tx).await? == 0 {
        erase(tx, op, Condition::all().add(document::Column::Id.eq(scan.document_id))).await?;
        enqueue(tx, op, &[RemoveScan { document_id: scan.document_id }]).await?;
    }
    let line = audit::Line::new(deeds::REMOVE_SCAN, scan.id).project(edition.project_id).reason(&reason);
    line.detail(serde_json::json!({ "sheet": sheet.id, "page": page.number })).write(tx, op).await?;
    Ok(scan.id)
}

/// Where the bytes of a removed scan lie; none where they are still wanted.
///
/// # Errors
/// The database failed.
pub async fn path_of_removed(db: &impl sea_orm::ConnectionTrait, id: DocumentId) -> Result<Option<String>> {
    let document = document::Entity::find_by_id(id).one(db).await?;
    let is_gone =
        |one: &document::Model| one.kind == DocumentKind::SheetScan && one.state == DocumentState::Erased;
    Ok(document.filter(is_gone).map(|one| one.path))
}

/// The list and its edition, locked, of whoever may change its scans: whoever records attendance until the lock, then whoever
/// corrects it.
async fn of_sheet(
    tx: &Tx,
    op: &Operation,
    id: SheetId,
    field: &str,
) -> Result<(sheet::Model, edition::Model)> {
    let sheet = door::see::<sheet::Entity>(tx, op, id, field).await?;
    let edition = visible_edition(tx, op, sheet.edition_id).await?.may(RECORD_ATTENDANCE)?;
    use EditionState::{Completed, Running, Settled};
    edition.state.must_be(&[Running, Completed, Settled])?;
    let corrects = policy::allows(&op.actor, CORRECT_ATTENDANCE, &edition.place());
    if edition.attendance_locked_at.is_some() && !corrects {
        return Err(Refusal::of(ATTENDANCE_LOCKED, field).into());
    }
    Ok((sheet, edition))
}

async fn scans_of(tx: &Tx, id: SheetId) -> Result<Vec<sheet_scan::Model>> {
    let pages = sheet_page::Entity::find().filter(sheet_page::Column::SheetId.eq(id)).all(tx).await?;
    let pages: Vec<SheetPageId> = pages.into_iter().map(|page| page.id).collect();
    let mut scans = vec![];
    for chunk in pages.chunks(crate::shared::read::KEYS) {
        let of = sheet_scan::Column::PageId.is_in(chunk.iter().copied());
        scans.extend(sheet_scan::Entity::find().filter(of).all(tx).await?);
    }
    Ok(scans)
}
