//! `requestAttendanceSheet`.

use async_graphql::{ID, InputObject};
use entities::partnerships::refusals::VISIBILITY_MISSING;
use entities::trainings::actions;

use crate::documents::types::Document;
use crate::graphql::ids::parse;
use crate::graphql::scalars::Date;
use crate::mutation;

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
    /// Asks for the attendance list of one day, to be printed and signed. The document is due until the worker has drawn it.
    RequestAttendanceSheet (RequestAttendanceSheetInput) -> RequestAttendanceSheetPayload {
        /// The document.
        document: Document
    }
    codes [VISIBILITY_MISSING]
    parse |input| actions::RequestSheet {
        edition_id: parse(&input.edition_id, "editionId")?,
        day: input.day.day("day")?,
    };
    run |tx, call, cmd| actions::request_sheet(tx, call, cmd);
}
