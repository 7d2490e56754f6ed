//! `removeSheetScan`.

use async_graphql::{ID, InputObject};
use entities::shared::refusals::{NOTHING_CHANGED, WRONG_STATE};
use entities::trainings::actions;
use entities::trainings::refusals::ATTENDANCE_LOCKED;
use graph::trainings::types::SheetScan;
use kit::form::Form;
use kit::mutation;

/// What `removeSheetScan` takes.
#[derive(InputObject)]
pub struct RemoveSheetScanInput {
    /// The scan.
    pub scan_id: ID,
    /// Why; stays in the trail.
    pub reason: String,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RemoveSheetScan (RemoveSheetScanInput) -> RemoveSheetScanPayload {
        /// The scan.
        scan: SheetScan
    }
    codes [WRONG_STATE, ATTENDANCE_LOCKED, NOTHING_CHANGED]
    run |tx, op, cmd| actions::remove_scan(tx, op, cmd);
}

fn parse(input: &RemoveSheetScanInput, form: &mut Form) -> actions::RemoveSheetScan {
    actions::RemoveSheetScan { scan_id: form.id("scanId", &input.scan_id), reason: input.reason.clone() }
}
