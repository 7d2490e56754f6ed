//! Accounts: second factors, their recovery codes, and messages about both.

use sea_orm_migration::prelude::*;

use crate::columns::{drop_tables, table};
use crate::enums::{add_texts, remove_texts};

const KINDS: &[&str] = &["second_factor_on", "second_factor_off", "second_factor_reset"];

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table("second_factor")
            .reference("user_id", "user")
            .int("key_version")
            .bytes("sealed")
            .instant("created_at")
            .instant("confirmed_at?")
            .big("last_step?")
            // Once it is on, a code was used.
            .check("used", "confirmed_at IS NULL OR last_step IS NOT NULL")
            .unique(&["user_id"])
            .create(manager)
            .await?;
        table("recovery_code")
            .reference("user_id", "user")
            .string("code_hash")
            .instant("created_at")
            .instant("used_at?")
            .unique(&["user_id", "code_hash"])
            .create(manager)
            .await?;
        let mut since = ColumnDef::new("second_factor_at");
        since.timestamp_with_time_zone().null();
        manager.alter_table(Table::alter().table("user").add_column(since).to_owned()).await?;
        add_texts(manager, "delivery", "kind", KINDS).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        remove_texts(manager, "delivery", "kind", KINDS).await?;
        manager.alter_table(Table::alter().table("user").drop_column("second_factor_at").to_owned()).await?;
        drop_tables(manager, ["recovery_code", "second_factor"]).await
    }
}
