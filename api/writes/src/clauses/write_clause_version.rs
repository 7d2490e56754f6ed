//! `writeClauseVersion`.

use async_graphql::{ID, InputObject};
use entities::clauses::actions;
use entities::shared::refusals::STALE_VERSION;
use graph::clauses::types::ClauseVersion;
use kit::form::Form;
use kit::mutation;

/// What `writeClauseVersion` takes.
#[derive(InputObject)]
pub struct WriteClauseVersionInput {
    /// The clause.
    pub clause_id: ID,
    /// The version of the draft that was read; a change by somebody else meanwhile is then refused.
    pub version: Option<i32>,
    /// The text in Polish; blank lines part its paragraphs.
    pub text_pl: String,
    /// The text in English.
    pub text_en: Option<String>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    WriteClauseVersion (WriteClauseVersionInput) -> WriteClauseVersionPayload {
        /// The draft.
        clause_version: ClauseVersion
    }
    codes [STALE_VERSION]
    run |tx, op, cmd| actions::write_clause_version(tx, op, cmd);
}

fn parse(input: &WriteClauseVersionInput, form: &mut Form) -> actions::WriteClauseVersion {
    actions::WriteClauseVersion {
        clause_id: form.id("clauseId", &input.clause_id),
        version: input.version,
        text_pl: input.text_pl.clone(),
        text_en: input.text_en.clone(),
    }
}
