//! `createReportDefinition`.

use async_graphql::{ID, InputObject};
use entities::partnerships::refusals::VISIBILITY_MISSING;
use entities::reporting::{ReportKind, actions};
use graph::reporting::types::ReportDefinition;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;
use kit::scalars::Date;

/// What `createReportDefinition` takes.
#[derive(InputObject)]
pub struct CreateReportDefinitionInput {
    /// Kind.
    pub kind: Coded<ReportKind>,
    /// The pilot that a pilot summary is about.
    pub pilot_id: Option<ID>,
    /// The project whose trainings a training summary is about.
    pub project_id: Option<ID>,
    /// First day of its period: editions that begin in it are told of.
    pub starts_on: Option<Date>,
    /// Last day of its period.
    pub ends_on: Option<Date>,
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
        pilot_id: form.opt_id("pilotId", input.pilot_id.as_ref()),
        project_id: form.opt_id("projectId", input.project_id.as_ref()),
        starts_on: form.opt_day("startsOn", input.starts_on.as_ref()),
        ends_on: form.opt_day("endsOn", input.ends_on.as_ref()),
        title: input.title.clone(),
    }
}
