//! An account.

use sea_orm::entity::prelude::*;

use super::UserState;
use crate::shared::ids::{PersonId, UserId};
use crate::shared::language::Language;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "user")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UserId,
    /// Login e-mail in lower case.
    pub email: String,
    /// A changed login e-mail that waits to be confirmed from its mailbox.
    pub new_email: Option<String>,
    /// The login e-mail that was in use when it was last changed: told of the change.
    pub former_email: Option<String>,
    /// argon2id; none until a password is set.
    pub password_hash: Option<String>,
    /// The person behind it.
    pub person_id: Option<PersonId>,
    /// State.
    pub state: UserState,
    /// Language of messages to it.
    pub language: Language,
    /// Since when a second factor is asked for; none where it is off.
    pub second_factor_at: Option<DateTimeUtc>,
    /// When it was created.
    pub created_at: DateTimeUtc,
    /// Which user created it; none for the system.
    pub created_by: Option<UserId>,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
    /// Which user changed it last.
    pub updated_by: Option<UserId>,
    /// Counts changes, for optimistic locking.
    pub version: i32,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
