//! Accounts: an API token may be bound to rooms. Those of before are bound to none.

use sea_orm_migration::prelude::*;

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut rooms = ColumnDef::new("rooms").text().null().take();
        manager.alter_table(Table::alter().table("credential").add_column(&mut rooms).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("credential").drop_column("rooms").take()).await
    }
}
