//! Events for whoever waits, on SQLite. PostgreSQL has notifications and leaves the table empty.

use sea_orm_migration::prelude::*;

use crate::columns::drop_tables;

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Not a UUID: readers go on from the last row they saw, and no number is ever given twice.
        let mut create = Table::create();
        create
            .table("live_event")
            .col(ColumnDef::new("id").big_integer().not_null().auto_increment().primary_key())
            .col(ColumnDef::new("topic").string().not_null())
            .col(ColumnDef::new("subject").uuid().not_null());
        manager.create_table(create).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, ["live_event"]).await
    }
}
