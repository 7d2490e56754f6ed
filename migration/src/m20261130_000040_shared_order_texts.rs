//! Shared: texts that lists are ordered by are ordered by their letters' codes on PostgreSQL, whatever the locale of the
//! database, as SQLite orders them. Names have sort keys of their own; this is for codes and addresses.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// Tables and columns, with their types.
const COLUMNS: [(&str, &str); 6] = [
    ("user", "email"),
    ("funding_programme", "code"),
    ("indicator", "code"),
    ("territorial_unit", "terc"),
    ("certificate", "series"),
    ("report_artefact", "format"),
];

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        collate(manager, "C").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        collate(manager, "default").await
    }
}

async fn collate(manager: &SchemaManager<'_>, collation: &str) -> Result<(), DbErr> {
    let db = manager.get_connection();
    if db.get_database_backend() == DbBackend::Postgres {
        for (table, column) in COLUMNS {
            let change = format!(
                "ALTER TABLE \"{table}\" ALTER COLUMN \"{column}\" TYPE varchar COLLATE \"{collation}\""
            );
            db.execute_unprepared(&change).await?;
        }
    }
    Ok(())
}
