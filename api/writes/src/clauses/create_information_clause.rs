//! `createInformationClause`.

use async_graphql::{ID, InputObject};
use entities::clauses::{ClausePurpose, actions};
use entities::shared::refusals::DUPLICATE;
use graph::clauses::types::InformationClause;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;

/// What `createInformationClause` takes.
#[derive(InputObject)]
pub struct CreateInformationClauseInput {
    /// The project; none for the whole installation.
    pub project_id: Option<ID>,
    /// What it informs of; one clause for each purpose.
    pub purpose: Coded<ClausePurpose>,
    /// Title.
    pub title: String,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    CreateInformationClause (CreateInformationClauseInput) -> CreateInformationClausePayload {
        /// The clause.
        information_clause: InformationClause
    }
    codes [DUPLICATE]
    run |tx, op, cmd| actions::create_clause(tx, op, cmd);
}

fn parse(input: &CreateInformationClauseInput, form: &mut Form) -> actions::NewClause {
    actions::NewClause {
        project_id: form.opt_id("projectId", input.project_id.as_ref()),
        purpose: input.purpose.0,
        title: input.title.clone(),
    }
}
