//! Reports of the trainings of a project that begin in a period, with a workbook of their figures.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

use crate::enums::{add_texts, may_be_empty, must_be_filled, remove_texts};

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add_texts(manager, "report_definition", "kind", &["training_summary"]).await?;
        may_be_empty(manager, "report_definition", &["pilot_id"]).await?;
        add_texts(manager, "report_artefact", "format", &["xlsx"]).await?;
        let db = manager.get_connection();
        for column in ["starts_on", "ends_on"] {
            db.execute_unprepared(&format!("ALTER TABLE report_definition ADD COLUMN {column} date")).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for column in ["starts_on", "ends_on"] {
            db.execute_unprepared(&format!("ALTER TABLE report_definition DROP COLUMN {column}")).await?;
        }
        remove_texts(manager, "report_artefact", "format", &["xlsx"]).await?;
        must_be_filled(manager, "report_definition", &["pilot_id"]).await?;
        remove_texts(manager, "report_definition", "kind", &["training_summary"]).await
    }
}
