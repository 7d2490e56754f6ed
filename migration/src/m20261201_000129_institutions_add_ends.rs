//! Institutions: when and why one was closed, and which one it was joined to.

use sea_orm_migration::prelude::*;

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const COLUMNS: [&str; 3] = ["ended_on", "end_reason", "merged_into_id"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in COLUMNS {
            let mut new = ColumnDef::new(column);
            match column {
                "ended_on" => new.date().null(),
                "end_reason" => new.text().null(),
                _ => new.uuid().null(),
            };
            manager.alter_table(Table::alter().table("institution").add_column(&mut new).take()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in COLUMNS {
            manager.alter_table(Table::alter().table("institution").drop_column(column).take()).await?;
        }
        Ok(())
    }
}
