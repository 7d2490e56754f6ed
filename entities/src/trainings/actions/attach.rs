//! Materials of an edition, uploaded by its trainers and its team.

use super::{editions, visible_edition};
use crate::documents::DocumentKind;
use crate::documents::actions::{Attachment, attach};
use crate::documents::rights::ATTACH_DOCUMENTS;
use crate::shared::error::Result;
use crate::shared::ids::{DocumentId, EditionId};
use crate::shared::operation::Operation;
use crate::shared::tx::Tx;

/// Whether the actor may attach materials to an edition, before a byte is stored.
///
/// # Errors
/// Refused: not found, forbidden.
pub async fn may_attach_to_edition(tx: &Tx, op: &Operation, id: EditionId) -> Result<editions::Model> {
    let edition = visible_edition(tx, op, id).await?.may(ATTACH_DOCUMENTS)?;
    Ok(edition)
}

/// Attaches a file to an edition.
///
/// # Errors
/// Refused: not found, forbidden, invalid, duplicate where the same file is attached already.
pub async fn attach_to_edition(
    tx: &Tx,
    op: &Operation,
    id: EditionId,
    attachment: Attachment,
) -> Result<DocumentId> {
    let edition = may_attach_to_edition(tx, op, id).await?;
    let place = (DocumentKind::Material, id.0, edition.project_id, edition.partner_id, Some(edition.id));
    attach(tx, op, place, attachment).await
}
