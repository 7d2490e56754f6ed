//! Jobs: an index for each question that workers and lists ask, and a mark for jobs that run alone.
//!
//! A queue is written all the time and read at its end. On PostgreSQL its dead rows are swept early, so that a claim does
//! not walk over those of an hour.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// Names, columns, and which rows.
const INDEXES: [(&str, &str, &str); 6] = [
    ("ix_job_due", "kind, run_at, id", " WHERE state = 'ready' AND NOT alone"),
    ("ix_job_suspect", "run_at, id", " WHERE state = 'ready' AND alone"),
    ("ix_job_lease", "lease_until", " WHERE state = 'running'"),
    ("ix_job_run_at_id", "run_at, id", ""),
    ("ix_job_state_created_at_id", "state, created_at, id", ""),
    ("ix_job_worker_id_created_at_id", "worker_id, created_at, id", ""),
];
/// The index that these take the place of.
const BEFORE: &str = "ix_job_priority_run_at";

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared("ALTER TABLE job ADD COLUMN alone boolean NOT NULL DEFAULT false").await?;
        for (name, columns, rows) in INDEXES {
            db.execute_unprepared(&format!("CREATE INDEX {name} ON job ({columns}){rows}")).await?;
        }
        db.execute_unprepared(&format!("DROP INDEX {BEFORE}")).await?;
        storage(
            manager,
            "SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_analyze_scale_factor = 0.02)",
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        storage(manager, "RESET (autovacuum_vacuum_scale_factor, autovacuum_analyze_scale_factor)").await?;
        let before = format!(
            "CREATE INDEX {BEFORE} ON job (priority DESC, run_at) WHERE state IN ('ready', 'running')"
        );
        db.execute_unprepared(&before).await?;
        for (name, ..) in INDEXES {
            db.execute_unprepared(&format!("DROP INDEX {name}")).await?;
        }
        db.execute_unprepared("ALTER TABLE job DROP COLUMN alone").await.map(drop)
    }
}

async fn storage(manager: &SchemaManager<'_>, change: &str) -> Result<(), DbErr> {
    let db = manager.get_connection();
    if db.get_database_backend() == DbBackend::Postgres {
        db.execute_unprepared(&format!("ALTER TABLE job {change}")).await?;
    }
    Ok(())
}
