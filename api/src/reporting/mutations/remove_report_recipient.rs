//! `removeReportRecipient`.

use async_graphql::{ID, InputObject};
use entities::reporting::actions;

use crate::graphql::ids::parse;
use crate::mutation;
use crate::reporting::types::ReportSchedule;

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
    /// Removes a recipient of a scheduled report. Removing somebody who is none changes nothing.
    RemoveReportRecipient (RemoveReportRecipientInput) -> RemoveReportRecipientPayload {
        /// The schedule.
        report_schedule: ReportSchedule
    }
    codes []
    parse |input| actions::RemoveRecipient {
        schedule_id: parse(&input.schedule_id, "scheduleId")?,
        email: input.email.clone(),
    };
    run |tx, call, cmd| actions::remove_recipient(tx, call, cmd);
}
