//! Sealing: new lines get the next places of the chain.
//!
//! One sealer works at a time, however many ask: the others find the turn taken and leave it. Lines are sealed by
//! when they were done, then by key. A line whose transaction commits late is sealed when it is seen, so later in
//! the chain; nothing that is sealed ever moves.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};

use super::{audit_seal, audit_unsealed, chain, store};
use crate::shared::error::Result;
use crate::shared::tx::Tx;

/// Most lines sealed in one transaction.
pub const MOST: u64 = 500;

/// Whether lines wait for their seal.
///
/// # Errors
/// The database failed.
pub async fn is_due(db: &impl ConnectionTrait) -> Result<bool> {
    Ok(audit_unsealed::Entity::find().count(db).await? > 0)
}

/// Seals the lines that wait, at most [`MOST`], and answers how many; none where another sealer is at it.
///
/// # Errors
/// The database failed.
pub async fn seal(tx: &Tx, now: DateTime<Utc>) -> Result<u64> {
    if !store::take_turn(tx).await? {
        return Ok(0);
    }
    let lines = store::unsealed(tx, MOST).await?;
    if lines.is_empty() {
        return Ok(0);
    }
    let head = audit_seal::Entity::find().order_by_desc(audit_seal::Column::Position).one(tx).await?;
    let (mut position, mut previous) =
        head.map_or((0, chain::BEGINNING.to_owned()), |head| (head.position, head.seal));
    let mut seals = Vec::with_capacity(lines.len());
    for line in &lines {
        position += 1;
        previous = chain::seal(&previous, position, line);
        seals.push(audit_seal::ActiveModel {
            id: Set(line.id),
            position: Set(position),
            seal: Set(previous.clone()),
            sealed_at: Set(now),
        });
    }
    audit_seal::Entity::insert_many(seals).exec_without_returning(tx).await?;
    let done = lines.iter().map(|line| line.id);
    audit_unsealed::Entity::delete_many().filter(audit_unsealed::Column::Id.is_in(done)).exec(tx).await?;
    Ok(lines.len() as u64)
}
