//! A device from which somebody has logged in: it has tries of its own, so nobody who guesses elsewhere keeps its owner out. It
//! opens nothing. Only the hash of its secret is kept.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{KnownDeviceId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "known_device")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: KnownDeviceId,
    /// Whose account.
    pub user_id: UserId,
    /// SHA-256 of the secret, hexadecimal.
    pub token_hash: String,
    /// When somebody first logged in from it.
    pub created_at: DateTimeUtc,
    /// When somebody last did.
    pub last_used_at: DateTimeUtc,
    /// When it is forgotten.
    pub expires_at: DateTimeUtc,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
