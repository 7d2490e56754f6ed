//! The second factor of an account: the secret it shares with an authenticator app, sealed.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{SecondFactorId, UserId};

/// A row; one of an account.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "second_factor")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SecondFactorId,
    /// Whose.
    pub user_id: UserId,
    /// Version of the key it is sealed under.
    pub key_version: i32,
    /// The sealed secret.
    pub sealed: Vec<u8>,
    /// When it was begun.
    pub created_at: DateTimeUtc,
    /// When the first right code switched it on; none while it only was begun.
    pub confirmed_at: Option<DateTimeUtc>,
    /// The step of the last code that was used: no code works twice.
    pub last_step: Option<i64>,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
