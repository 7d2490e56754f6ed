//! A login that is under way at a provider of OpenID Connect. It holds hashes of secrets and ends by itself.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{OidcFlowId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "oidc_flow")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OidcFlowId,
    /// The client's challenge: who finishes must know what it was made of.
    pub challenge: String,
    /// Where the browser goes in the end; none for a page of ours.
    pub return_to: Option<String>,
    /// Whose account an identity is linked to; none for a login.
    pub link_user_id: Option<UserId>,
    /// SHA-256 of the ticket by which a browser starts it for that user.
    pub ticket_hash: Option<String>,
    /// SHA-256 of the state that the provider sends back; none until a browser has started it.
    pub state_hash: Option<String>,
    /// SHA-256 of the secret in that browser's cookie.
    pub browser_hash: Option<String>,
    /// When it began.
    pub created_at: DateTimeUtc,
    /// When it ends by itself.
    pub expires_at: DateTimeUtc,
    /// When the browser came back; it does so once.
    pub returned_at: Option<DateTimeUtc>,
    /// Whom the provider named.
    pub user_id: Option<UserId>,
    /// The provider.
    pub issuer: Option<String>,
    /// What it calls them.
    pub subject: Option<String>,
    /// SHA-256 of the code that is exchanged.
    pub code_hash: Option<String>,
    /// When it was exchanged.
    pub finished_at: Option<DateTimeUtc>,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
