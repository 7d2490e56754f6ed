//! Accounts: invitations, links that work once, and the language in which somebody is written to.

use sea_orm_migration::prelude::*;

use crate::columns::{drop_tables, table};

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Closed by the program: SQLite cannot add a CHECK to a table.
        let mut language = ColumnDef::new("language");
        language.string().not_null().default("pl");
        manager.alter_table(Table::alter().table("user").add_column(language).to_owned()).await?;
        table("invitation")
            .string("email")
            .string("role")
            .string("scope_kind")
            .loose_key("scope_id?")
            .reference("person_id?", "person")
            .enum_text("language", &["pl", "en"])
            .enum_text("state", &["pending", "accepted", "revoked"])
            .string("token_hash?")
            .instant("expires_at")
            .instant("ended_at?")
            .reference("user_id?", "user")
            .loose_key("voivodeship_id?")
            .loose_key("project_id?")
            .loose_key("partner_id?")
            .audited()
            .unique(&["token_hash"])
            // Somebody is invited to a place once at a time; two indexes, because empty scopes are never alike.
            .unique_where(&["email", "role", "scope_kind"], "scope_id IS NULL AND state = 'pending'")
            .unique_where(
                &["email", "role", "scope_kind", "scope_id"],
                "scope_id IS NOT NULL AND state = 'pending'",
            )
            .index(&["created_at", "id"])
            .index(&["project_id"])
            .create(manager)
            .await?;
        table("one_time_link")
            .enum_text("purpose", &["password_reset", "own_certificates"])
            .loose_key("user_id?")
            .loose_key("person_id?")
            .string("token_hash?")
            .instant("created_at")
            .instant("expires_at")
            .instant("used_at?")
            .unique(&["token_hash"])
            .index(&["user_id"])
            .index(&["person_id"])
            .index(&["expires_at"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, ["one_time_link", "invitation"]).await?;
        manager.alter_table(Table::alter().table("user").drop_column("language").to_owned()).await
    }
}
