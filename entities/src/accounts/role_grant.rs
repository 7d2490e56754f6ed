//! A role held within a scope.

use sea_orm::entity::prelude::*;

use crate::shared::actor::{Role, ScopeKind};
use crate::shared::ids::{GrantId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "role_grant")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GrantId,
    /// Who.
    pub user_id: UserId,
    /// The role.
    pub role: Role,
    /// Kind of scope.
    pub scope_kind: ScopeKind,
    /// Key of the thing that is the scope; none for the installation.
    pub scope_id: Option<Uuid>,
    /// Since when.
    pub created_at: DateTimeUtc,
    /// Who granted it.
    pub created_by: Option<UserId>,
    /// Until when.
    pub revoked_at: Option<DateTimeUtc>,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
