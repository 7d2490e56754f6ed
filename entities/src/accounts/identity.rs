//! An identity at a provider of OpenID Connect, by which a user logs in.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{IdentityId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "identity")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IdentityId,
    /// Whose.
    pub user_id: UserId,
    /// The provider's address.
    pub issuer: String,
    /// What the provider calls them; says nothing to anybody else.
    pub subject: String,
    /// When it was linked.
    pub created_at: DateTimeUtc,
    /// When it was last used.
    pub last_used_at: Option<DateTimeUtc>,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
