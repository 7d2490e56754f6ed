//! `publishClauseVersion`.

use async_graphql::{ID, InputObject};
use entities::clauses::actions;
use entities::shared::refusals::{STALE_VERSION, WRONG_STATE};
use graph::clauses::types::ClauseVersion;
use kit::form::Form;
use kit::mutation;
use kit::scalars::Date;

/// What `publishClauseVersion` takes.
#[derive(InputObject)]
pub struct PublishClauseVersionInput {
    /// The draft.
    pub version_id: ID,
    /// The version of the draft that was read; a change by somebody else meanwhile is then refused.
    pub version: Option<i32>,
    /// The first day in force; today where nothing is said.
    pub valid_from: Option<Date>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    PublishClauseVersion (PublishClauseVersionInput) -> PublishClauseVersionPayload {
        /// The version.
        clause_version: ClauseVersion
    }
    codes [WRONG_STATE, STALE_VERSION]
    run |tx, op, cmd| actions::publish_clause_version(tx, op, cmd);
}

fn parse(input: &PublishClauseVersionInput, form: &mut Form) -> actions::PublishClauseVersion {
    actions::PublishClauseVersion {
        version_id: form.id("versionId", &input.version_id),
        version: input.version,
        valid_from: form.opt_day("validFrom", input.valid_from.as_ref()),
    }
}
