//! Notes about sessions of coaching, sealed.

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
        table("coaching_note")
            .reference("engagement_id", "coaching_engagement")
            .reference("session_id", "coaching_session")
            .int("key_version")
            .bytes("sealed")
            .audited()
            .unique(&["session_id"])
            .index(&["engagement_id", "created_at", "id"])
            .index(&["created_at", "id"])
            .index(&["key_version", "id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, ["coaching_note"]).await
    }
}
