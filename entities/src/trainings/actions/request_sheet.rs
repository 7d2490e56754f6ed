//! Attendance lists to sign: asked for here, drawn by the worker.

use chrono::NaiveDate;
use sea_orm::EntityTrait;
use serde::Serialize;

use super::visible_edition;
use crate::audit;
use crate::documents::actions::NewDocument;
use crate::documents::{DocumentKind, document};
use crate::jobs::queue::enqueue;
use crate::partnerships::store::strip_of;
use crate::shared::error::Result;
use crate::shared::ids::{DocumentId, EditionId};
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::quota::{self, DRAWN_FOR_ACCOUNT, Use};
use crate::shared::refusals::REFERENCE;
use crate::shared::tx::Tx;
use crate::shared::warsaw;
use crate::trainings::jobs::RenderSheet;
use crate::trainings::rights::PRINT_SHEETS;
use crate::trainings::{deeds, store};

/// An attendance list to be drawn.
#[derive(Clone, Debug, Serialize)]
pub struct RequestSheet {
    /// The edition.
    pub edition_id: EditionId,
    /// The day; one of the edition's days with a session.
    pub day: NaiveDate,
}

/// Asks for the attendance list of one day.
///
/// # Errors
/// Refused: not found, forbidden, no valid visibility profile, invalid day.
pub async fn request_sheet(tx: &Tx, op: &Operation, request: RequestSheet) -> Result<DocumentId> {
    let edition = visible_edition(tx, op, request.edition_id).await?.may(PRINT_SHEETS)?;
    strip_of(tx, edition.project_id).await?;
    let days = store::session_days(tx, edition.id).await?;
    let mut check = Check::default();
    if !days.contains(&request.day) {
        check.fault("day", REFERENCE);
    }
    check.done()?;

    let id: DocumentId = op.id();
    let document = NewDocument {
        kind: DocumentKind::AttendanceSheet,
        title: format!("Lista obecności – {}, {}", edition.title, warsaw::long(request.day)),
        file_name: format!("lista-obecnosci-{}.pdf", request.day),
        media_type: "application/pdf",
        path: format!("sheets/{id}.pdf"),
        project_id: Some(edition.project_id),
        partner_id: Some(edition.partner_id),
        edition_id: Some(edition.id),
        person_id: None,
    };
    document::Entity::insert(document.row(op, id)).exec_without_returning(tx).await?;
    enqueue(tx, op, &[RenderSheet { document_id: id, edition_id: edition.id, day: request.day }]).await?;
    audit::Line::new(deeds::REQUEST_SHEET, id).project(edition.project_id).write(tx, op).await?;
    quota::take(tx, op, [Use::of_account(&DRAWN_FOR_ACCOUNT, op)]).await?;
    Ok(id)
}
