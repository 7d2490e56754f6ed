//! `removeReportRecipient`.

use async_graphql::{ID, InputObject};
use entities::reporting::actions;
use graph::reporting::types::ReportSchedule;
use kit::form::Form;
use kit::mutation;

/// What `removeReportRecipient` takes.
#[derive(InputObject)]
pub struct RemoveReportRecipientInput {
    /// The schedule.
    pub schedule_id: ID,
    /// Login e-mail of the user.
    pub email: String,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RemoveReportRecipient (RemoveReportRecipientInput) -> RemoveReportRecipientPayload {
        /// The schedule.
        report_schedule: ReportSchedule
    }
    codes []
    run |tx, op, cmd| actions::remove_recipient(tx, op, cmd);
}

fn parse(input: &RemoveReportRecipientInput, form: &mut Form) -> actions::RemoveRecipient {
    actions::RemoveRecipient {
        schedule_id: form.id("scheduleId", &input.schedule_id),
        email: input.email.clone(),
    }
}
