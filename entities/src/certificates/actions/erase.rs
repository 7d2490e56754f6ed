//! What a certificate says of its person goes: name, reason and document. Number, code, state, dates and hash stay, so
//! that numbers have no gap and whoever checks the code is answered truthfully, without a name.

use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

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

/// Certificates that one statement changes: each brings its snapshot along.
const AT_ONCE: usize = 500;

/// Erases what the certificates of a person say of them. Answers how many said anything, and the documents that were given
/// up.
///
/// # Errors
/// The database failed, or a snapshot is broken.
pub async fn erase_certificates(tx: &Tx, op: &Operation, person: PersonId) -> Result<(u64, Vec<DocumentId>)> {
    use certificate::Column::{
        ErasedAt, Id, PersonId as Of, Reason, Snapshot as Printed, UpdatedAt, UpdatedBy, Version,
    };
    // A reason that was given later tells of them as well.
    let tells = Condition::any().add(ErasedAt.is_null()).add(Reason.is_not_null());
    let rows = certificate::Entity::find().filter(Of.eq(person)).filter(tells);
    let rows = door::locked(rows).all(tx).await?;
    if rows.is_empty() {
        return Ok((0, vec![]));
    }
    for some in rows.chunks(AT_ONCE) {
        let mut nameless = CaseStatement::new();
        for row in some {
            let mut snapshot: Snapshot = serde_json::from_value(row.snapshot.clone())?;
            snapshot.variable.name = ERASED_NAME.to_owned();
            snapshot.variable.seal = None;
            nameless = nameless.case(Id.eq(row.id), Expr::value(serde_json::to_value(snapshot)?));
        }
        certificate::Entity::update_many()
            .col_expr(Printed, nameless.into())
            .col_expr(Reason, Expr::value(None::<String>))
            .col_expr(ErasedAt, Expr::value(Some(op.now)))
            .col_expr(UpdatedAt, Expr::value(op.now))
            .col_expr(UpdatedBy, Expr::value(op.actor.user_id()))
            .col_expr(Version, Expr::col(Version).add(1))
            .filter(Id.is_in(some.iter().map(|row| row.id)))
            .exec(tx)
            .await?;
    }
    let line = |row: &certificate::Model| audit::Line::new(deeds::ERASE, row.id).project(row.project_id);
    audit::write_all(tx, op, rows.iter().map(line).collect()).await?;
    for row in &rows {
        live::tell_all(tx, &events(row));
    }
    let files = rows.iter().map(|row| row.document_id);
    let of_these = Condition::all().add(document::Column::Id.is_in(files));
    Ok((rows.len() as u64, documents::actions::erase(tx, op, of_these).await?))
}
