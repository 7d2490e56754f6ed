//! Accounts: addresses of calendars are credentials that read a calendar and nothing else.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

use crate::enums::{add_texts, remove_texts};

const KINDS: &[&str] = &["calendar"];

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add_texts(manager, "credential", "kind", KINDS).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("DELETE FROM credential WHERE kind = 'calendar'").await?;
        remove_texts(manager, "credential", "kind", KINDS).await
    }
}
