//! Stored answers to mutations that carried an idempotency key.

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
        table("idempotency_key")
            .reference("user_id", "user")
            .string("operation")
            .string("key")
            .string("input_hash")
            .json("answer")
            .instant("created_at")
            .unique(&["user_id", "operation", "key"])
            .index(&["created_at"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, ["idempotency_key"]).await
    }
}
