//! After a rotation of keys numbers are sealed and marked anew, in batches. Nobody looks at them meanwhile, and nothing
//! is hidden: what is old stays readable and findable until it is new.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use crate::audit;
use crate::pesel::deeds;
use crate::pesel::keyring::PeselKeys;
use crate::pesel::person_pesel::{Column, Entity};
use crate::pesel::store::{next_stale, take_turn};
use crate::shared::error::{Error, Result};
use crate::shared::ids::{JobId, ProjectPeselId, TypedId};
use crate::shared::operation::Operation;
use crate::shared::tx::Tx;
use crate::shared::vault::Rekeyed;

/// Seals and marks the next rows after `after` under the keys in use. Rows that cannot be read stay as they are.
///
/// # Errors
/// There are no keys; the database failed.
pub async fn rekey(
    tx: &Tx,
    op: &Operation,
    keys: &PeselKeys,
    after: Option<Uuid>,
    most: u64,
) -> Result<Rekeyed> {
    let Some(present) = keys.present() else { return Err(Error::Fault("there are no keys".into())) };
    take_turn(tx).await?;
    let mut rekeyed = Rekeyed::default();
    let after = after.map(ProjectPeselId::from_uuid);
    for row in next_stale(tx, present, after, most).await? {
        rekeyed.last = Some(row.id.uuid());
        let Ok(pesel) = keys.open(row.person_id, &row.sealed()) else {
            rekeyed.unreadable += 1;
            continue;
        };
        let sealed = keys.seal(row.person_id, &pesel, &*op.chance)?;
        let mark = keys.mark(&pesel)?;
        Entity::update_many()
            .col_expr(Column::KeyVersion, Expr::value(sealed.version))
            .col_expr(Column::Sealed, Expr::value(sealed.bytes))
            .col_expr(Column::IndexVersion, Expr::value(mark.version))
            .col_expr(Column::Mark, Expr::value(mark.bytes))
            .filter(Column::Id.eq(row.id))
            .exec(tx)
            .await?;
        rekeyed.done += 1;
    }
    Ok(rekeyed)
}

/// Notes in the audit trail that a job has sealed so many numbers anew.
///
/// # Errors
/// The database failed.
pub async fn settle_rekey(tx: &Tx, op: &Operation, job: JobId, done: u64) -> Result<()> {
    let line = audit::Line::new(deeds::REKEY, job);
    Ok(line.detail(json!({ "fields": ["pesel"], "done": done })).write(tx, op).await?)
}
