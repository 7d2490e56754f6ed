//! `createReportSchedule`.

use async_graphql::{ID, InputObject};
use entities::partnerships::refusals::PROJECT_NOT_ACTIVE;
use entities::reporting::actions;
use entities::shared::refusals::{TOO_MANY, WRONG_STATE};
use graph::reporting::types::ReportSchedule;
use kit::form::Form;
use kit::mutation;

/// What `createReportSchedule` takes.
#[derive(InputObject)]
pub struct CreateReportScheduleInput {
    /// The report.
    pub definition_id: ID,
    /// Minute, hour, day of month, month and day of week by Warsaw's clock, e.g. `0 7 * * 1` for Mondays at 7:00.
    pub cron: String,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    CreateReportSchedule (CreateReportScheduleInput) -> CreateReportSchedulePayload {
        /// The schedule.
        report_schedule: ReportSchedule
    }
    codes [PROJECT_NOT_ACTIVE, TOO_MANY, WRONG_STATE]
    run |tx, op, cmd| actions::create_schedule(tx, op, cmd);
}

fn parse(input: &CreateReportScheduleInput, form: &mut Form) -> actions::NewSchedule {
    actions::NewSchedule {
        definition_id: form.id("definitionId", &input.definition_id),
        cron: input.cron.clone(),
    }
}
