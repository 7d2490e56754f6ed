//! A link that works once and not for long. Its secret goes out by mail; only the hash is kept.

use sea_orm::entity::prelude::*;

use super::LinkPurpose;
use crate::shared::ids::{OneTimeLinkId, PersonId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "one_time_link")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OneTimeLinkId,
    /// What it opens.
    pub purpose: LinkPurpose,
    /// The user whose password it sets.
    pub user_id: Option<UserId>,
    /// The person whose certificates it opens.
    pub person_id: Option<PersonId>,
    /// SHA-256 of the secret that was mailed last; none until then, and for ever where nobody was found.
    pub token_hash: Option<String>,
    /// When it was asked for.
    pub created_at: DateTimeUtc,
    /// When it ends by itself.
    pub expires_at: DateTimeUtc,
    /// When it was used.
    pub used_at: Option<DateTimeUtc>,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
