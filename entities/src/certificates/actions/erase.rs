//! What a certificate says of its person goes: name, reason and document. Number, code, state, dates and hash stay, so
//! that numbers have no gap and whoever checks the code is answered truthfully, without a name.

use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter};

use super::correct::events;
use crate::certificates::snapshot::Snapshot;
use crate::certificates::{certificate, deeds};
use crate::documents::document;
use crate::register::ERASED_NAME;
use crate::shared::error::Result;
use crate::shared::ids::{DocumentId, PersonId};
use crate::shared::operation::Operation;
use crate::shared::tx::Tx;
use crate::shared::{door, live};
use crate::{audit, documents};

/// Erases what the certificates of a person say of them. Answers the documents that were given up.
///
/// # Errors
/// The database failed, or a snapshot is broken.
pub async fn erase_certificates(tx: &Tx, op: &Operation, person: PersonId) -> Result<Vec<DocumentId>> {
    let rows = certificate::Entity::find()
        .filter(certificate::Column::PersonId.eq(person))
        .filter(certificate::Column::ErasedAt.is_null());
    let rows = door::locked(rows).all(tx).await?;
    if rows.is_empty() {
        return Ok(vec![]);
    }
    let files: Vec<DocumentId> = rows.iter().map(|row| row.document_id).collect();
    for row in rows {
        let mut snapshot: Snapshot = serde_json::from_value(row.snapshot.clone())?;
        snapshot.variable.name = ERASED_NAME.to_owned();
        let change = certificate::ActiveModel {
            id: Set(row.id),
            snapshot: Set(serde_json::to_value(snapshot)?),
            reason: Set(None),
            erased_at: Set(Some(op.now)),
            ..Default::default()
        };
        door::save(tx, op, &row, change).await?;
        audit::Line::new(deeds::ERASE, row.id).project(row.project_id).write(tx, op).await?;
        live::tell_all(tx, &events(&row));
    }
    let of_these = Condition::all().add(document::Column::Id.is_in(files));
    documents::actions::erase(tx, op, of_these).await
}
