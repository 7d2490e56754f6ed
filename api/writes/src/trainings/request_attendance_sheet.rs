//! `requestAttendanceSheet`.

use async_graphql::{ID, InputObject};
use entities::partnerships::refusals::VISIBILITY_MISSING;
use entities::shared::refusals::QUOTA_REACHED;
use entities::trainings::actions;
use graph::documents::types::Document;
use kit::form::Form;
use kit::mutation;
use kit::scalars::Date;

/// What `requestAttendanceSheet` takes.
#[derive(InputObject)]
pub struct RequestAttendanceSheetInput {
    /// The edition.
    pub edition_id: ID,
    /// One of the days with a session.
    pub day: Date,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RequestAttendanceSheet (RequestAttendanceSheetInput) -> RequestAttendanceSheetPayload {
        /// The document.
        document: Document
    }
    codes [VISIBILITY_MISSING, QUOTA_REACHED]
    run |tx, op, cmd| actions::request_sheet(tx, op, cmd);
}

fn parse(input: &RequestAttendanceSheetInput, form: &mut Form) -> actions::RequestSheet {
    actions::RequestSheet {
        edition_id: form.id("editionId", &input.edition_id),
        day: form.day("day", &input.day),
    }
}
