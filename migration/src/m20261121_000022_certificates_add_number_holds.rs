//! After a restore no number is given until an administrator has said which was the last one.

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
        table("number_hold")
            .instant("backup_made_at")
            .instant("restored_at")
            .int("from_year")
            .int("to_year")
            .check("years", "from_year <= to_year")
            .create(manager)
            .await?;
        table("number_confirmation")
            .reference("hold_id", "number_hold")
            .string("series")
            .int("year")
            .int("last")
            .instant("confirmed_at")
            .check("last", "last >= 0")
            .unique(&["hold_id", "series", "year"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, ["number_confirmation", "number_hold"]).await
    }
}
