//! Files of an edition are shown to its participants or to everybody, or to its staff and trainers alone again.

use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::Serialize;

use super::visible_edition;
use crate::documents::rights::ATTACH_DOCUMENTS;
use crate::documents::{DocumentKind, DocumentState, document};
use crate::shared::door;
use crate::shared::error::{Refusal, Result, refuse};
use crate::shared::ids::{DocumentId, EditionId, MaterialId};
use crate::shared::input::{Check, sort_key};
use crate::shared::operation::Operation;
use crate::shared::refusals::{NOT_FOUND, NOTHING_CHANGED, WRONG_STATE};
use crate::shared::tx::Tx;
use crate::trainings::refusals::FOR_PARTICIPANTS;
use crate::trainings::{MaterialAudience, deeds, edition, material};
use crate::{audit, created};

/// To whom a file is shown.
#[derive(Clone, Debug, Serialize)]
pub struct ShowMaterial {
    /// The file, attached to an edition.
    pub document_id: DocumentId,
    /// Who sees it, beside staff and trainers.
    pub audience: MaterialAudience,
    /// The first day on which participants see it.
    pub shown_from: Option<NaiveDate>,
}

/// Shows a file of an edition, or shows it to others than before.
///
/// # Errors
/// Refused: not found, forbidden, not stored, nothing changed, invalid.
pub async fn show_material(tx: &Tx, op: &Operation, show: ShowMaterial) -> Result<MaterialId> {
    let document = door::see::<document::Entity>(tx, op, show.document_id, "documentId").await?;
    let of = document.edition_id.filter(|_| document.kind == DocumentKind::Material);
    let Some(edition_id) = of else { return refuse(NOT_FOUND, "documentId") };
    let edition = may_show(tx, op, edition_id).await?;
    let Some(size_bytes) = document.size_bytes.filter(|_| document.state == DocumentState::Stored) else {
        return refuse(WRONG_STATE, "documentId");
    };
    let mut check = Check::default();
    if let Some(day) = show.shown_from {
        check.date("shownFrom", day);
        if show.audience != MaterialAudience::Participants {
            check.fault("shownFrom", FOR_PARTICIPANTS);
        }
    }
    check.done()?;
    // Behind the lock of the edition nobody else shows it.
    let shown = material::Entity::find().filter(material::Column::DocumentId.eq(document.id));
    let id = match door::locked(shown).one(tx).await? {
        Some(shown) if (shown.audience, shown.shown_from) == (show.audience, show.shown_from) => {
            return refuse(NOTHING_CHANGED, "");
        }
        Some(shown) => {
            let row = material::ActiveModel {
                id: Set(shown.id),
                audience: Set(show.audience),
                shown_from: Set(show.shown_from),
                ..Default::default()
            };
            door::save(tx, op, &shown, row).await?;
            shown.id
        }
        None => {
            let id: MaterialId = op.id();
            let row = material::ActiveModel {
                id: Set(id),
                edition_id: Set(edition.id),
                document_id: Set(document.id),
                title_key: Set(sort_key(&document.title)),
                title: Set(document.title),
                file_name: Set(document.file_name),
                media_type: Set(document.media_type),
                size_bytes: Set(size_bytes),
                audience: Set(show.audience),
                shown_from: Set(show.shown_from),
                ..Default::default()
            };
            material::Entity::insert(created!(op, row)).exec_without_returning(tx).await?;
            id
        }
    };
    audit::Line::new(deeds::SHOW_MATERIAL, id).project(edition.project_id).write(tx, op).await?;
    Ok(id)
}

/// The file behind a material, for whoever sees it, to be linked to.
///
/// # Errors
/// Refused: not found, not stored any more.
pub async fn open_material(tx: &Tx, op: &Operation, id: MaterialId) -> Result<DocumentId> {
    let shown = door::see::<material::Entity>(tx, op, id, "materialId").await?;
    let document = document::Entity::find_by_id(shown.document_id).one(tx).await?;
    match document.filter(|document| document.state == DocumentState::Stored) {
        Some(document) => Ok(document.id),
        None => Err(Refusal::of(WRONG_STATE, "materialId").into()),
    }
}

/// The edition, locked, of whoever may attach files to it.
async fn may_show(tx: &Tx, op: &Operation, id: EditionId) -> Result<edition::Model> {
    visible_edition(tx, op, id).await?.may(ATTACH_DOCUMENTS)
}
