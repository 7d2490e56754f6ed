//! `removeReportRecipient`.

use async_graphql::{ID, InputObject};
use entities::reporting::actions;

use crate::graphql::ids::parse;
use crate::mutation;
use crate::reporting::types::ReportSchedule;

/// What `removeReportRecipient` takes.
#[derive(InputObject)]
pub struct RemoveReportRecipientInput {
    /// The recipient.
    pub recipient_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    /// Removes a recipient of a scheduled report.
    RemoveReportRecipient (RemoveReportRecipientInput) -> RemoveReportRecipientPayload {
        /// The schedule.
        report_schedule: ReportSchedule
    }
    codes []
    parse |input| actions::RemoveRecipient {
        recipient_id: parse(&input.recipient_id, "recipientId")?,
    };
    run |tx, call, cmd| actions::remove_recipient(tx, call, cmd);
}
