//! `attachSheetScan`: a scan of signed pages of an attendance list.

use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use edge::graphql::UploadedFile;
use edge::upload::Upload;
use entities::documents::actions::Attachment;
use entities::documents::files::sha256;
use entities::documents::refusals::FILE_TYPE;
use entities::documents::upload::inspect;
use entities::shared::error::{self as actions, Error, Refusal};
use entities::shared::ids::SheetId;
use entities::shared::refusals::{DUPLICATE, QUOTA_REACHED, REQUIRED, WRONG_STATE};
use entities::shared::tx;
use entities::trainings::actions::{AttachScan, attach_scan, may_attach_scan};
use entities::trainings::refusals::{ATTENDANCE_LOCKED, OTHER_SHEET, SCAN_TYPE};
use entities::trainings::sheet_mark::Mark;
use entities::trainings::sheet_reader::marks;
use graph::trainings::types::{AttendanceSheet, SheetScan};
use kit::ctx::ContextExt as _;
use kit::form;
use kit::mutate::{MutationError, changed, mutate, settle};
use kit::mutation;
use kit::node::Ref;
use tokio::sync::Semaphore;

/// Pictures are large once they are unpacked: so many files are read at a time.
static READERS: Semaphore = Semaphore::const_new(2);

/// What `attachSheetScan` takes.
#[derive(InputObject)]
pub struct AttachSheetScanInput {
    /// The list.
    pub sheet_id: ID,
    /// Numbers of the pages that it shows; where they are left out, they are read from the codes on them.
    pub pages: Option<Vec<i32>>,
    /// The scan: PDF, PNG or JPEG, at most 20 MB. Codes are read from pictures, and from pictures that a PDF holds as JPEG.
    pub file: Upload,
    /// Why it comes after attendance was locked; needed then.
    pub reason: Option<String>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    AttachSheetScan (AttachSheetScanInput) -> AttachSheetScanPayload;
    codes [WRONG_STATE, ATTENDANCE_LOCKED, OTHER_SHEET, DUPLICATE, QUOTA_REACHED]
}

/// A scan that was attached.
#[derive(SimpleObject)]
pub struct AttachSheetScanPayload {
    /// The list.
    pub sheet: Option<AttendanceSheet>,
    /// A scan for each page that it shows.
    pub scans: Vec<SheetScan>,
    /// Why it was not attached; empty if it was.
    pub errors: Vec<MutationError<AttachSheetScan>>,
}

/// Resolves the mutation: right, then file, then its codes, then bytes, then rows. Bytes without a row are found again by the
/// next try.
///
/// # Errors
/// Faults only.
pub async fn resolve(ctx: &Context<'_>, input: AttachSheetScanInput) -> Result<AttachSheetScanPayload> {
    let command = match prepare(ctx, &input).await {
        Ok(command) => command,
        Err(error) => {
            let outcome = settle::<AttachSheetScan, ()>(ctx, Err(error))?;
            return Ok(AttachSheetScanPayload { sheet: None, scans: vec![], errors: outcome.errors });
        }
    };
    let outcome =
        mutate::<AttachSheetScan, _, _, _>(ctx, input.idempotency_key, Ok(command), |tx, op, cmd| {
            Box::pin(attach_scan(tx, op, cmd))
        });
    let outcome = outcome.await?;
    let (sheet, scans) = outcome.done.unzip();
    let scans = Ref::all(scans.unwrap_or_default()).into_iter().map(Into::into).collect();
    Ok(AttachSheetScanPayload { sheet: changed(sheet), scans, errors: outcome.errors })
}

async fn prepare(ctx: &Context<'_>, input: &AttachSheetScanInput) -> actions::Result<AttachScan> {
    let (state, op) = (ctx.state(), ctx.op());
    let sheet_id = form::read(|form| form.id::<SheetId>("sheetId", &input.sheet_id))?;
    let folder = tx::write(&state.db, &(&op, sheet_id), |tx, (op, id)| {
        Box::pin(async move { may_attach_scan(tx, op, *id).await })
    })
    .await?;
    let file = input.file.file(ctx).ok_or_else(|| Refusal::form("file", REQUIRED))?;
    let (attachment, read, file) = judge(file).await?;
    let path = format!("{folder}/{}", attachment.sha256);
    state.files.put(&path, file.bytes).await.map_err(|error| Error::Fault(error.to_string()))?;
    Ok(AttachScan {
        sheet_id,
        pages: input.pages.clone().unwrap_or_default(),
        read,
        reason: input.reason.clone(),
        path,
        file: attachment,
    })
}

/// Hashing and reading codes take a while: not on a thread that others wait for.
async fn judge(file: UploadedFile) -> actions::Result<(Attachment, Vec<String>, UploadedFile)> {
    let fault = |error: &dyn std::fmt::Display| Error::Fault(error.to_string());
    let _turn = READERS.acquire().await.map_err(|error| fault(&error))?;
    let judged = tokio::task::spawn_blocking(move || {
        let refuse = |form| Refusal::form("file", if form == FILE_TYPE { SCAN_TYPE } else { form });
        let accepted = inspect(&file.name, &file.bytes).map_err(refuse)?;
        if !["application/pdf", "image/png", "image/jpeg"].contains(&accepted.media_type) {
            return Err(Refusal::form("file", SCAN_TYPE).into());
        }
        // A picture at which the reader stumbles says nothing.
        let read = std::panic::catch_unwind(|| marks(accepted.media_type, &file.bytes)).unwrap_or_default();
        let attachment = Attachment {
            title: accepted.file_name.clone(),
            file_name: accepted.file_name,
            media_type: accepted.media_type,
            size_bytes: i64::try_from(file.bytes.len()).unwrap_or(i64::MAX),
            sha256: sha256(&file.bytes),
        };
        Ok((attachment, read.iter().map(Mark::text).collect(), file))
    });
    judged.await.map_err(|error| fault(&error))?
}
