//! An invitation to an account with a role. Its secret goes out by mail; only the hash is kept.

use sea_orm::entity::prelude::*;

use super::InvitationState;
use crate::shared::actor::{Role, ScopeKind};
use crate::shared::ids::{InvitationId, PartnerId, PersonId, ProjectId, UnitId, UserId};
use crate::shared::language::Language;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InvitationId,
    /// Where it goes, in lower case; the login e-mail of whoever accepts it.
    pub email: String,
    /// The role.
    pub role: Role,
    /// Kind of its scope.
    pub scope_kind: ScopeKind,
    /// Key of the thing that is its scope; none for the installation.
    pub scope_id: Option<Uuid>,
    /// The person behind the account.
    pub person_id: Option<PersonId>,
    /// Language of the message, and of later ones.
    pub language: Language,
    /// State; expired is computed.
    pub state: InvitationState,
    /// SHA-256 of the secret that was mailed last; none until then.
    pub token_hash: Option<String>,
    /// When it ends by itself.
    pub expires_at: DateTimeUtc,
    /// When it was accepted or revoked.
    pub ended_at: Option<DateTimeUtc>,
    /// Who accepted it.
    pub user_id: Option<UserId>,
    /// Voivodeship of the scope.
    pub voivodeship_id: Option<UnitId>,
    /// Project of the scope.
    pub project_id: Option<ProjectId>,
    /// Partner of the scope.
    pub partner_id: Option<PartnerId>,
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
