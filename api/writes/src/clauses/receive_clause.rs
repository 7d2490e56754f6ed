//! `receiveClause`.

use async_graphql::{ID, InputObject};
use entities::clauses::actions;
use entities::shared::refusals::WRONG_STATE;
use graph::clauses::types::ClauseReceipt;
use kit::form::Form;
use kit::mutation;

/// What `receiveClause` takes.
#[derive(InputObject)]
pub struct ReceiveClauseInput {
    /// The version that was shown.
    pub version_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    ReceiveClause (ReceiveClauseInput) -> ReceiveClausePayload {
        /// The receipt.
        clause_receipt: ClauseReceipt
    }
    codes [WRONG_STATE]
    run |tx, op, cmd| actions::receive_clause(tx, op, cmd);
}

fn parse(input: &ReceiveClauseInput, form: &mut Form) -> actions::ReceiveClause {
    actions::ReceiveClause { version_id: form.id("versionId", &input.version_id) }
}
