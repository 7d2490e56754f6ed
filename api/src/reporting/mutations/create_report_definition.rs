//! `createReportDefinition`.

use async_graphql::{ID, InputObject};
use entities::partnerships::refusals::VISIBILITY_MISSING;
use entities::reporting::{ReportKind, actions};

use crate::graphql::enums::Coded;
use crate::graphql::ids::parse;
use crate::mutation;
use crate::reporting::types::ReportDefinition;

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
    /// Defines a report of a pilot. It belongs to whoever runs the pilot.
    CreateReportDefinition (CreateReportDefinitionInput) -> CreateReportDefinitionPayload {
        /// The report.
        report_definition: ReportDefinition
    }
    codes [VISIBILITY_MISSING]
    parse |input| actions::NewDefinition {
        kind: input.kind.0,
        pilot_id: parse(&input.pilot_id, "pilotId")?,
        title: input.title.clone(),
    };
    run |tx, call, cmd| actions::create_definition(tx, call, cmd);
}
