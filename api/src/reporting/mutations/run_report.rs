//! `runReport`.

use async_graphql::{ID, InputObject};
use entities::partnerships::refusals::VISIBILITY_MISSING;
use entities::reporting::actions;

use crate::graphql::ids::parse;
use crate::graphql::scalars::{DateTime, opt_instant};
use crate::mutation;
use crate::reporting::types::ReportRun;

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
    /// Runs a report now. Each call is a run of its own, with its own figures.
    RunReport (RunReportInput) -> RunReportPayload {
        /// The run; due until a worker takes it up.
        report_run: ReportRun
    }
    codes [VISIBILITY_MISSING]
    parse |input| actions::RunNow {
        definition_id: parse(&input.definition_id, "definitionId")?,
        cut_off: opt_instant(input.cut_off.as_ref(), "cutOff")?,
    };
    run |tx, call, cmd| actions::run_now(tx, call, cmd);
}
