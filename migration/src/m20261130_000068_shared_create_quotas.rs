//! What was used of quotas: one row per quota and whose it is, changed by one conditional statement.

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
        table("quota_use")
            .string("quota")
            .string("subject")
            .big("used")
            .instant("ends_at")
            .check("used", "used >= 0")
            .unique(&["quota", "subject"])
            .index(&["ends_at"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, ["quota_use"]).await
    }
}
