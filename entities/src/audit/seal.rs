//! Sealing: new lines get the next places of the chain.
//!
//! After each transaction the worker writes the end of the chain outside the database (`head.rs`).
//!
//! One sealer works at a time, however many ask: the others find the turn taken and leave it. Lines are sealed by
//! when they were done, then by key. A line whose transaction commits late is sealed when it is seen, so later in
//! the chain; nothing that is sealed ever moves.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{audit_seal, audit_unsealed, chain, store};
use crate::shared::error::Result;
use crate::shared::ids::AuditEntryId;
use crate::shared::tx::Tx;
use crate::shared::vault::{Vault, VaultError};

/// Most lines sealed in one transaction.
pub const MOST: u64 = 500;

/// What one transaction did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sealed {
    /// How many lines it sealed.
    pub lines: u64,
    /// The last line that it saw to; none where no more wait.
    pub last: Option<AuditEntryId>,
}

/// Whether lines wait for their seal.
///
/// # Errors
/// The database failed.
pub async fn is_due(db: &impl ConnectionTrait) -> Result<bool> {
    Ok(audit_unsealed::Entity::find().one(db).await?.is_some())
}

/// Seals lines that wait after a given one, at most [`MOST`]; none where another sealer is at it. A line that cannot be
/// read stays unsealed, which `verify.rs` tells, and holds up none after it.
///
/// # Errors
/// The database failed, or there is no key.
pub async fn seal(tx: &Tx, keys: &Vault, now: DateTime<Utc>, after: Option<AuditEntryId>) -> Result<Sealed> {
    if !store::take_turn(tx).await? {
        return Ok(Sealed::default());
    }
    let waiting = store::unsealed(tx, after, MOST).await?;
    let last = waiting.last().copied();
    let lines = store::readable(tx, waiting).await?;
    if lines.is_empty() {
        return Ok(Sealed { lines: 0, last });
    }
    let head = audit_seal::Entity::find().order_by_desc(audit_seal::Column::Position).one(tx).await?;
    let (mut position, mut previous) =
        head.map_or((0, chain::BEGINNING.to_owned()), |head| (head.position, head.seal));
    let version = keys.present().ok_or(VaultError::NoKey)?;
    let mut seals = Vec::with_capacity(lines.len());
    for line in &lines {
        position += 1;
        previous = chain::keyed(keys, version, (&previous, position), line)?;
        seals.push(audit_seal::ActiveModel {
            id: Set(line.id),
            position: Set(position),
            seal: Set(previous.clone()),
            sealed_at: Set(now),
            key_version: Set(Some(version)),
        });
    }
    audit_seal::Entity::insert_many(seals).exec_without_returning(tx).await?;
    let done = lines.iter().map(|line| line.id);
    audit_unsealed::Entity::delete_many().filter(audit_unsealed::Column::Id.is_in(done)).exec(tx).await?;
    Ok(Sealed { lines: lines.len() as u64, last })
}
