//! `recordSignatures`: who signed on a page.

use async_graphql::{ID, InputObject};
use entities::shared::refusals::{DUPLICATE, STALE_VERSION, TOO_MANY, WRONG_STATE};
use entities::trainings::actions;
use entities::trainings::refusals::ATTENDANCE_LOCKED;
use graph::trainings::types::SheetPage;
use kit::form::Form;
use kit::mutation;

/// What is read from a line of a page.
#[derive(InputObject)]
pub struct SheetLineInput {
    /// Number of the line.
    pub line: i32,
    /// Who wrote themselves into a line that was left empty; nobody need be named who is printed.
    pub enrolment_id: Option<ID>,
    /// Sessions for which they signed; empty where they did not.
    pub signed: Vec<ID>,
}

/// What `recordSignatures` takes.
#[derive(InputObject)]
pub struct RecordSignaturesInput {
    /// The page.
    pub page_id: ID,
    /// Every line of the page on which somebody is printed, and empty ones that were written into.
    pub lines: Vec<SheetLineInput>,
    /// The version of the page that was read; refused where somebody has changed it since.
    pub version: Option<i32>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RecordSignatures (RecordSignaturesInput) -> RecordSignaturesPayload {
        /// The page.
        page: SheetPage
    }
    codes [WRONG_STATE, ATTENDANCE_LOCKED, STALE_VERSION, TOO_MANY, DUPLICATE]
    run |tx, op, cmd| actions::record_signatures(tx, op, cmd);
}

fn parse(input: &RecordSignaturesInput, form: &mut Form) -> actions::RecordSignatures {
    actions::RecordSignatures {
        page_id: form.id("pageId", &input.page_id),
        lines: form.each("lines", &input.lines, |form, line| actions::LineRead {
            number: line.line,
            enrolment_id: form.opt_id("enrolmentId", line.enrolment_id.as_ref()),
            signed: form.ids("signed", Some(&line.signed)),
        }),
        version: input.version,
    }
}
