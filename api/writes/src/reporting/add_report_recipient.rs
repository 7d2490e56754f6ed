//! `addReportRecipient`.

use async_graphql::{ID, InputObject};
use entities::reporting::actions;
use entities::shared::refusals::TOO_MANY;
use graph::reporting::types::ReportSchedule;
use kit::form::Form;
use kit::mutation;

/// What `addReportRecipient` takes.
#[derive(InputObject)]
pub struct AddReportRecipientInput {
    /// The schedule.
    pub schedule_id: ID,
    /// Login e-mail of a user who may see the report.
    pub email: String,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    AddReportRecipient (AddReportRecipientInput) -> AddReportRecipientPayload {
        /// The schedule.
        report_schedule: ReportSchedule
    }
    codes [TOO_MANY]
    run |tx, op, cmd| actions::add_recipient(tx, op, cmd);
}

fn parse(input: &AddReportRecipientInput, form: &mut Form) -> actions::AddRecipient {
    actions::AddRecipient {
        schedule_id: form.id("scheduleId", &input.schedule_id),
        email: input.email.clone(),
    }
}
