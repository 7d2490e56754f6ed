//! `runReport`.

use async_graphql::{ID, InputObject};
use entities::partnerships::refusals::VISIBILITY_MISSING;
use entities::reporting::actions;
use entities::shared::refusals::QUOTA_REACHED;
use graph::reporting::types::ReportRun;
use kit::form::Form;
use kit::mutation;
use kit::scalars::DateTime;

/// What `runReport` takes.
#[derive(InputObject)]
pub struct RunReportInput {
    /// The report.
    pub definition_id: ID,
    /// Measurements approved up to here count; now where it is not given.
    pub cut_off: Option<DateTime>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RunReport (RunReportInput) -> RunReportPayload {
        /// The run; due until a worker takes it up.
        report_run: ReportRun
    }
    codes [VISIBILITY_MISSING, QUOTA_REACHED]
    run |tx, op, cmd| actions::run_now(tx, op, cmd);
}

fn parse(input: &RunReportInput, form: &mut Form) -> actions::RunNow {
    actions::RunNow {
        definition_id: form.id("definitionId", &input.definition_id),
        cut_off: form.opt_instant("cutOff", input.cut_off.as_ref()),
    }
}
