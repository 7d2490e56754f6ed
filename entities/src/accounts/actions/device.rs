//! Devices from which somebody has logged in are remembered, and forgotten.

use chrono::Duration;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::accounts::known_device::{ActiveModel, Column, Entity};
use crate::accounts::store::user_by_email;
use crate::accounts::token::{DEVICE, Secret, hash_of_link};
use crate::shared::error::Result;
use crate::shared::ids::{KnownDeviceId, UserId};
use crate::shared::operation::Operation;
use crate::shared::tx::Tx;

/// For how long a device is known after the last login from it, in days.
pub const DEVICE_DAYS: i64 = 180;

/// How many devices of an account are known: those that were used last.
const MOST: u64 = 20;

/// The device that a secret stands for, where somebody has logged in from it to the account of an e-mail.
///
/// # Errors
/// The database failed.
pub async fn known_device(
    db: &impl ConnectionTrait,
    op: &Operation,
    (email, secret): (&str, &str),
) -> Result<Option<KnownDeviceId>> {
    let Some(hash) = hash_of_link(DEVICE, secret) else { return Ok(None) };
    let of = Entity::find().filter(Column::TokenHash.eq(hash)).filter(Column::ExpiresAt.gt(op.now));
    let Some(device) = of.one(db).await? else { return Ok(None) };
    let user = user_by_email(db, email).await?;
    Ok(user.filter(|user| user.id == device.user_id).map(|_| device.id))
}

/// Remembers that somebody has logged in: from a device that is known, or from a new one, whose secret is answered.
///
/// # Errors
/// The database failed.
pub(super) async fn remember(
    tx: &Tx,
    op: &Operation,
    user: UserId,
    known: Option<KnownDeviceId>,
) -> Result<Option<Secret>> {
    let used = ActiveModel {
        last_used_at: Set(op.now),
        expires_at: Set(op.now + Duration::days(DEVICE_DAYS)),
        ..Default::default()
    };
    if let Some(id) = known {
        let same =
            Entity::update_many().set(used.clone()).filter(Column::Id.eq(id)).filter(Column::UserId.eq(user));
        if same.exec(tx).await?.rows_affected > 0 {
            return Ok(None);
        }
    }
    let secret = Secret::of_link(DEVICE, &*op.chance);
    let row = ActiveModel {
        id: Set(op.id()),
        user_id: Set(user),
        token_hash: Set(secret.hash()),
        created_at: Set(op.now),
        ..used
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    let old = Entity::find().filter(Column::UserId.eq(user)).order_by_desc(Column::LastUsedAt);
    let old = old.offset(MOST).limit(MOST);
    let old: Vec<KnownDeviceId> = old.all(tx).await?.into_iter().map(|device| device.id).collect();
    if !old.is_empty() {
        Entity::delete_many().filter(Column::Id.is_in(old)).exec(tx).await?;
    }
    Ok(Some(secret))
}

/// Forgets the devices of an account: somebody else may have logged in from one.
///
/// # Errors
/// The database failed.
pub(super) async fn forget(tx: &Tx, user: UserId) -> Result<()> {
    Entity::delete_many().filter(Column::UserId.eq(user)).exec(tx).await?;
    Ok(())
}
