//! The job queue and its workers.

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
        table("job")
            .string("kind")
            .json("payload")
            .enum_text("state", &["ready", "running", "done", "dead"])
            .int("priority")
            .string("unique_key?")
            .instant("run_at")
            .int("attempts")
            .int("max_attempts")
            .instant("lease_until?")
            // Without a reference: a worker's row may go before the jobs that it did.
            .loose_key("worker_id?")
            .text("last_error?")
            .instant("created_at")
            .instant("finished_at?")
            .check("attempts", "attempts >= 0")
            .check("max_attempts", "max_attempts >= 1")
            .unique(&["unique_key"])
            .index_where(&["-priority", "run_at"], "state IN ('ready', 'running')")
            .index(&["state", "finished_at"])
            .index(&["created_at", "id"])
            .create(manager)
            .await?;
        table("worker")
            .string("name")
            .instant("started_at")
            .instant("seen_at")
            .index(&["seen_at"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, ["worker", "job"]).await
    }
}
