//! A session or an API token; only the hash of its secret is kept.

use sea_orm::entity::prelude::*;

use super::CredentialKind;
use crate::shared::ids::{CredentialId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "credential")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CredentialId,
    /// Whose.
    pub user_id: UserId,
    /// Session or API token.
    pub kind: CredentialKind,
    /// Whether it reads only: an API token that can change nothing.
    pub read_only: bool,
    /// The rooms it is bound to, as [`super::TokenRoom::to_text`] has them; none for all of them.
    pub rooms: Option<String>,
    /// What its owner calls it.
    pub name: String,
    /// SHA-256 of the secret, hexadecimal.
    pub token_hash: String,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// When it ends by itself.
    pub expires_at: Option<DateTimeUtc>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<DateTimeUtc>,
    /// When it was revoked.
    pub revoked_at: Option<DateTimeUtc>,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
