//! `createReportDefinition`.

use async_graphql::{ID, InputObject};
use entities::partnerships::refusals::VISIBILITY_MISSING;
use entities::reporting::{ReportKind, actions};
use graph::reporting::types::ReportDefinition;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;

/// What `createReportDefinition` takes.
#[derive(InputObject)]
pub struct CreateReportDefinitionInput {
    /// Kind.
    pub kind: Coded<ReportKind>,
    /// The pilot it is about.
    pub pilot_id: ID,
    /// Title, as printed; at most 200 characters.
    pub title: String,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    CreateReportDefinition (CreateReportDefinitionInput) -> CreateReportDefinitionPayload {
        /// The report.
        report_definition: ReportDefinition
    }
    codes [VISIBILITY_MISSING]
    run |tx, op, cmd| actions::create_definition(tx, op, cmd);
}

fn parse(input: &CreateReportDefinitionInput, form: &mut Form) -> actions::NewDefinition {
    actions::NewDefinition {
        kind: input.kind.0,
        pilot_id: form.id("pilotId", &input.pilot_id),
        title: input.title.clone(),
    }
}
