//! Reporting: why a schedule is paused. Problems of runs and documents become codes; what the machine said stays in
//! the log and with the job.

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
        let reasons = Expr::col("paused_because").is_in(["by_hand", "pilot_closed", "project_closed"]);
        let because = ColumnDef::new("paused_because").string().null().check(reasons).take();
        let add = Table::alter().table("report_schedule").add_column(because).take();
        manager.alter_table(add).await?;
        let by_hand = Query::update()
            .table("report_schedule")
            .value("paused_because", "by_hand")
            .and_where(Expr::col("paused").eq(true))
            .take();
        manager.execute(by_hand).await?;
        for table in ["report_run", "document"] {
            let internal = Query::update()
                .table(table)
                .value("problem", "internal")
                .and_where(Expr::col("problem").is_not_null())
                .take();
            manager.execute(internal).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let drop = Table::alter().table("report_schedule").drop_column("paused_because").take();
        manager.alter_table(drop).await
    }
}
