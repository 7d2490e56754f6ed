//! `lockAttendance`.

use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use entities::shared::refusals::WRONG_STATE;
use entities::trainings::actions;
use entities::trainings::refusals::{ATTENDANCE_INCOMPLETE, ATTENDANCE_LOCKED, SCANS_MISSING};
use graph::trainings::types::{Edition, SheetPage};
use kit::form;
use kit::mutate::{MutationError, changed, mutate};
use kit::mutation;
use kit::node::Ref;

/// What `lockAttendance` takes.
#[derive(InputObject)]
pub struct LockAttendanceInput {
    /// The edition.
    pub edition_id: ID,
    /// Whether people without an entry count as absent; else missing entries are refused.
    #[graphql(default = false)]
    pub missing_as_absent: bool,
    /// Whether a page of a signed list without a scan is refused; else such pages are answered.
    #[graphql(default = false)]
    pub require_scans: bool,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    LockAttendance (LockAttendanceInput) -> LockAttendancePayload;
    codes [WRONG_STATE, ATTENDANCE_LOCKED, ATTENDANCE_INCOMPLETE, SCANS_MISSING]
}

/// A list that was locked.
#[derive(SimpleObject)]
pub struct LockAttendancePayload {
    /// The edition.
    pub edition: Option<Edition>,
    /// Pages of signed lists that lack a scan; one may still be attached, with a reason.
    pub pages_without_scan: Vec<SheetPage>,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<LockAttendance>>,
}

/// Resolves the mutation.
///
/// # Errors
/// Faults only.
pub async fn resolve(ctx: &Context<'_>, input: LockAttendanceInput) -> Result<LockAttendancePayload> {
    let command = form::read(|form| actions::LockAttendance {
        edition_id: form.id("editionId", &input.edition_id),
        missing_as_absent: input.missing_as_absent,
        require_scans: input.require_scans,
    });
    let outcome = mutate::<LockAttendance, _, _, _>(ctx, input.idempotency_key, command, |tx, op, cmd| {
        Box::pin(actions::lock_attendance(tx, op, cmd))
    });
    let outcome = outcome.await?;
    let pages = outcome.done.as_ref().map(|done| done.pages_without_scan.clone()).unwrap_or_default();
    Ok(LockAttendancePayload {
        edition: changed(outcome.done.map(|done| done.edition_id)),
        pages_without_scan: Ref::all(pages).into_iter().map(Into::into).collect(),
        errors: outcome.errors,
    })
}
