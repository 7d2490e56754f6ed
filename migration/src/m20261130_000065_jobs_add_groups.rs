//! Jobs: those of one group are claimed together. What waits already is in none.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut group = ColumnDef::new("group_id").uuid().null().take();
        manager.alter_table(Table::alter().table("job").add_column(&mut group).take()).await?;
        let index = "CREATE INDEX ix_job_group ON job (kind, group_id, run_at, id) \
             WHERE state = 'ready' AND NOT alone AND group_id IS NOT NULL";
        manager.get_connection().execute_unprepared(index).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("DROP INDEX ix_job_group").await?;
        manager.alter_table(Table::alter().table("job").drop_column("group_id").take()).await
    }
}
