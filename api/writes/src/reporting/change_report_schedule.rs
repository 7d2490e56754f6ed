//! `changeReportSchedule`.

use async_graphql::{ID, InputObject, MaybeUndefined};
use entities::partnerships::refusals::PROJECT_NOT_ACTIVE;
use entities::reporting::actions;
use entities::shared::refusals::{STALE_VERSION, WRONG_STATE};
use graph::reporting::types::ReportSchedule;
use kit::form::Form;
use kit::mutation;

/// What `changeReportSchedule` takes.
#[derive(InputObject)]
pub struct ChangeReportScheduleInput {
    /// The schedule.
    pub schedule_id: ID,
    /// The version that was read.
    pub version: Option<i32>,
    /// Another pattern of five fields; counts from now.
    pub cron: MaybeUndefined<String>,
    /// Whether it is paused.
    pub paused: MaybeUndefined<bool>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    ChangeReportSchedule (ChangeReportScheduleInput) -> ChangeReportSchedulePayload {
        /// The schedule.
        report_schedule: ReportSchedule
    }
    codes [PROJECT_NOT_ACTIVE, STALE_VERSION, WRONG_STATE]
    run |tx, op, cmd| actions::change_schedule(tx, op, cmd);
}

fn parse(input: &ChangeReportScheduleInput, form: &mut Form) -> actions::ChangeSchedule {
    actions::ChangeSchedule {
        id: form.id("scheduleId", &input.schedule_id),
        version: input.version,
        cron: form.sent("cron", &input.cron),
        paused: form.sent("paused", &input.paused),
    }
}
