//! `recordClauseReceipt`.

use async_graphql::{ID, InputObject};
use entities::clauses::actions;
use entities::shared::refusals::WRONG_STATE;
use graph::clauses::types::ClauseReceipt;
use kit::form::Form;
use kit::mutation;
use kit::scalars::Date;

/// What `recordClauseReceipt` takes.
#[derive(InputObject)]
pub struct RecordClauseReceiptInput {
    /// The version that was handed out.
    pub version_id: ID,
    /// The person.
    pub person_id: ID,
    /// The day.
    pub received_on: Date,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RecordClauseReceipt (RecordClauseReceiptInput) -> RecordClauseReceiptPayload {
        /// The receipt; the first one, where the person had received this version before.
        clause_receipt: ClauseReceipt
    }
    codes [WRONG_STATE]
    run |tx, op, cmd| actions::record_receipt(tx, op, cmd);
}

fn parse(input: &RecordClauseReceiptInput, form: &mut Form) -> actions::PaperReceipt {
    actions::PaperReceipt {
        version_id: form.id("versionId", &input.version_id),
        person_id: form.id("personId", &input.person_id),
        received_on: form.day("receivedOn", &input.received_on),
    }
}
