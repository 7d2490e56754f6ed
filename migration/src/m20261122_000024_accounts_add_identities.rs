//! Accounts: identities at a provider of OpenID Connect, and logins that are under way there.

use sea_orm_migration::prelude::*;

use crate::columns::{drop_tables, table};
use crate::enums::{add_texts, remove_texts};

const KINDS: &[&str] = &["identity_linked", "identity_unlinked"];

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table("identity")
            .reference("user_id", "user")
            .string("issuer")
            .string("subject")
            .instant("created_at")
            .instant("last_used_at?")
            .unique(&["issuer", "subject"])
            .index(&["user_id"])
            .create(manager)
            .await?;
        table("oidc_flow")
            .string("challenge")
            .string("return_to?")
            // Whoever links an identity to their account, and the ticket their browser brings.
            .loose_key("link_user_id?")
            .string("ticket_hash?")
            .string("state_hash?")
            .string("browser_hash?")
            .instant("created_at")
            .instant("expires_at")
            .instant("returned_at?")
            // What the provider said.
            .loose_key("user_id?")
            .string("issuer?")
            .string("subject?")
            .string("code_hash?")
            .instant("finished_at?")
            .check("started", "(state_hash IS NULL) = (browser_hash IS NULL)")
            .check("named", "(code_hash IS NULL) = (user_id IS NULL)")
            .unique(&["ticket_hash"])
            .unique(&["state_hash"])
            .unique(&["code_hash"])
            .index(&["expires_at"])
            .create(manager)
            .await?;
        add_texts(manager, "delivery", "kind", KINDS).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        remove_texts(manager, "delivery", "kind", KINDS).await?;
        drop_tables(manager, ["oidc_flow", "identity"]).await
    }
}
