//! Privacy: when a person, and what their certificates say of them, was erased.

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
        let add = Table::alter()
            .table("person")
            .add_column(ColumnDef::new("erased_at").timestamp_with_time_zone().null())
            .take();
        manager.alter_table(add).await?;
        let add = Table::alter()
            .table("certificate")
            .add_column(ColumnDef::new("erased_at").timestamp_with_time_zone().null())
            .take();
        manager.alter_table(add).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("person").drop_column("erased_at").take()).await?;
        manager.alter_table(Table::alter().table("certificate").drop_column("erased_at").take()).await?;
        Ok(())
    }
}
