//! Accounts: devices from which somebody has logged in, by the hash of a secret that the device keeps.

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
        table("known_device")
            .reference("user_id", "user")
            .string("token_hash")
            .instant("created_at")
            .instant("last_used_at")
            .instant("expires_at")
            .unique(&["token_hash"])
            .index(&["user_id", "last_used_at"])
            .index(&["expires_at"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, ["known_device"]).await
    }
}
