//! Accounts: a token may read only and ends within a year. Whatever had no end, or a later one, ends a year from today.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

use crate::enums::{add_texts, remove_texts};

const KINDS: &[&str] = &["password_changed", "api_token_made", "recovery_codes_renewed"];

const POSTGRES: &str = "UPDATE credential SET expires_at = now() + interval '365 days' \
    WHERE kind = 'api_token' AND (expires_at IS NULL OR expires_at > now() + interval '366 days')";

/// Times are stored as texts of one form, so they compare as texts.
const SQLITE: &str = "UPDATE credential SET expires_at = strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now', '+365 days') \
    WHERE kind = 'api_token' AND (expires_at IS NULL \
    OR expires_at > strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now', '+366 days'))";

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut read_only = ColumnDef::new("read_only");
        read_only.boolean().not_null().default(false);
        manager.alter_table(Table::alter().table("credential").add_column(&mut read_only).take()).await?;
        let db = manager.get_connection();
        let sql = if db.get_database_backend() == DbBackend::Postgres { POSTGRES } else { SQLITE };
        db.execute_unprepared(sql).await?;
        add_texts(manager, "delivery", "kind", KINDS).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        remove_texts(manager, "delivery", "kind", KINDS).await?;
        manager.alter_table(Table::alter().table("credential").drop_column("read_only").take()).await
    }
}
