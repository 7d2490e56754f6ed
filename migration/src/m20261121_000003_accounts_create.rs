//! Accounts: users, their roles within scopes, sessions and API tokens.

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
        table("user")
            .string("email")
            .string("password_hash?")
            .reference("person_id?", "person")
            .enum_text("state", &["active", "blocked"])
            .audited()
            .unique(&["email"])
            .create(manager)
            .await?;
        table("role_grant")
            .reference("user_id", "user")
            .enum_text(
                "role",
                &[
                    "sys_admin",
                    "rops_admin",
                    "project_manager",
                    "coordinator",
                    "team_research",
                    "team_services",
                    "team_training",
                    "team_economy",
                    "trainer",
                    "coach",
                    "adviser",
                    "committee_chair",
                    "committee_member",
                    "group_chair",
                    "group_secretary",
                    "group_member",
                    "institution_head",
                    "institution_coordinator",
                    "pilot_worker",
                    "participant",
                    "auditor",
                ],
            )
            .enum_text(
                "scope_kind",
                &[
                    "installation",
                    "voivodeship",
                    "project",
                    "partner",
                    "institution",
                    "edition",
                    "group",
                    "call",
                    "site",
                ],
            )
            .loose_key("scope_id?")
            .instant("created_at")
            .loose_key("created_by?")
            .instant("revoked_at?")
            // Nothing but the installation is a scope without a key.
            .check("scope", "(scope_kind = 'installation') = (scope_id IS NULL)")
            .index(&["user_id"])
            // Two indexes, because empty scopes are never alike.
            .unique_where(&["user_id", "role", "scope_kind"], "scope_id IS NULL AND revoked_at IS NULL")
            .unique_where(
                &["user_id", "role", "scope_kind", "scope_id"],
                "scope_id IS NOT NULL AND revoked_at IS NULL",
            )
            .create(manager)
            .await?;
        table("credential")
            .reference("user_id", "user")
            .enum_text("kind", &["session", "api_token"])
            .string("name")
            .string("token_hash")
            .instant("created_at")
            .instant("expires_at?")
            .instant("last_used_at?")
            .instant("revoked_at?")
            .unique(&["token_hash"])
            .index(&["user_id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, ["credential", "role_grant", "user"]).await
    }
}
