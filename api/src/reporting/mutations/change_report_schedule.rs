//! `changeReportSchedule`.

use async_graphql::{ID, InputObject, MaybeUndefined};
use entities::partnerships::refusals::PROJECT_NOT_ACTIVE;
use entities::reporting::actions;
use entities::shared::refusals::{STALE_VERSION, WRONG_STATE};

use crate::graphql::ids::parse;
use crate::graphql::patch;
use crate::mutation;
use crate::reporting::types::ReportSchedule;

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
    /// Changes when a report runs, pauses the schedule or lets it run again. What was due while it was paused is not caught up, and a schedule of a closed pilot or project runs no more.
    ChangeReportSchedule (ChangeReportScheduleInput) -> ChangeReportSchedulePayload {
        /// The schedule.
        report_schedule: ReportSchedule
    }
    codes [PROJECT_NOT_ACTIVE, STALE_VERSION, WRONG_STATE]
    parse |input| actions::ChangeSchedule {
        id: parse(&input.schedule_id, "scheduleId")?,
        version: input.version,
        cron: patch::value(&input.cron, "cron")?,
        paused: patch::value(&input.paused, "paused")?,
    };
    run |tx, call, cmd| actions::change_schedule(tx, call, cmd);
}
