//! After a rotation of keys the secrets of second factors are sealed anew, in batches. Whoever logs in meanwhile reads
//! the old or the new, which are the same secret.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use super::second_factor::owner;
use crate::accounts::deeds;
use crate::accounts::second_factor::{Column, Entity};
use crate::accounts::store::next_stale_second_factors;
use crate::audit;
use crate::shared::error::{Error, Result};
use crate::shared::ids::{JobId, SecondFactorId, TypedId};
use crate::shared::operation::Operation;
use crate::shared::tx::Tx;
use crate::shared::vault::{Rekeyed, Sealed, Vault};

/// Seals the next secrets after `after` under the key in use. Those that cannot be opened stay as they are.
///
/// # Errors
/// There is no key; the database failed.
pub async fn rekey_second_factors(
    tx: &Tx,
    op: &Operation,
    vault: &Vault,
    after: Option<Uuid>,
    most: u64,
) -> Result<Rekeyed> {
    let Some(present) = vault.present() else { return Err(Error::Fault("there is no key".into())) };
    let mut rekeyed = Rekeyed::default();
    let after = after.map(SecondFactorId::from_uuid);
    for row in next_stale_second_factors(tx, present, after, most).await? {
        rekeyed.last = Some(row.id.uuid());
        let old = Sealed { version: row.key_version, bytes: row.sealed };
        let Ok(secret) = vault.open(&old, &owner(row.user_id)) else {
            rekeyed.unreadable += 1;
            continue;
        };
        let new = vault.seal(&secret, &owner(row.user_id), &*op.chance)?;
        // A secret is never replaced in its row. One that was turned off meanwhile is gone; one that another worker
        // has sealed anew is of another version.
        let sealed = Entity::update_many()
            .col_expr(Column::KeyVersion, Expr::value(new.version))
            .col_expr(Column::Sealed, Expr::value(new.bytes))
            .filter(Column::Id.eq(row.id))
            .filter(Column::KeyVersion.eq(row.key_version))
            .exec(tx)
            .await?;
        rekeyed.done += sealed.rows_affected;
    }
    Ok(rekeyed)
}

/// Notes in the audit trail that a job has sealed so many secrets anew.
///
/// # Errors
/// The database failed.
pub async fn settle_rekey(tx: &Tx, op: &Operation, job: JobId, done: u64) -> Result<()> {
    let line = audit::Line::new(deeds::REKEY, job);
    Ok(line.detail(json!({ "fields": ["secondFactor"], "done": done })).write(tx, op).await?)
}
