//! `requestAttendanceSheet`.

use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use entities::partnerships::refusals::VISIBILITY_MISSING;
use entities::shared::refusals::QUOTA_REACHED;
use entities::trainings::actions;
use graph::documents::types::Document;
use graph::trainings::types::AttendanceSheet;
use kit::form;
use kit::mutate::{MutationError, changed, mutate};
use kit::mutation;
use kit::scalars::Date;

/// What `requestAttendanceSheet` takes.
#[derive(InputObject)]
pub struct RequestAttendanceSheetInput {
    /// The edition.
    pub edition_id: ID,
    /// One of the days with a session.
    pub day: Date,
    /// Only people and sessions of this breakout group, and plenary sessions; everybody where it is left out.
    pub breakout_group_id: Option<ID>,
    /// Empty lines for whoever comes without standing on the list, at most 30.
    #[graphql(default = 3)]
    pub blank_lines: i32,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RequestAttendanceSheet (RequestAttendanceSheetInput) -> RequestAttendanceSheetPayload;
    codes [VISIBILITY_MISSING, QUOTA_REACHED]
}

/// A list that was asked for.
#[derive(SimpleObject)]
pub struct RequestAttendanceSheetPayload {
    /// The document.
    pub document: Option<Document>,
    /// The list: who stands on which of its lines. Its pages are there once it was drawn.
    pub sheet: Option<AttendanceSheet>,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<RequestAttendanceSheet>>,
}

/// Resolves the mutation.
///
/// # Errors
/// Faults only.
pub async fn resolve(
    ctx: &Context<'_>,
    input: RequestAttendanceSheetInput,
) -> Result<RequestAttendanceSheetPayload> {
    let command = form::read(|form| actions::RequestSheet {
        edition_id: form.id("editionId", &input.edition_id),
        day: form.day("day", &input.day),
        breakout_group_id: form.opt_id("breakoutGroupId", input.breakout_group_id.as_ref()),
        blank_lines: input.blank_lines,
    });
    let outcome =
        mutate::<RequestAttendanceSheet, _, _, _>(ctx, input.idempotency_key, command, |tx, op, cmd| {
            Box::pin(actions::request_sheet(tx, op, cmd))
        });
    let outcome = outcome.await?;
    let (sheet, document) = outcome.done.unzip();
    Ok(RequestAttendanceSheetPayload {
        document: changed(document),
        sheet: changed(sheet),
        errors: outcome.errors,
    })
}
