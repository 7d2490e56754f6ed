//! Certificate templates are changed and retired: each text that a template ever had is kept, with who wrote it and when.
//! Templates of before have had one text.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

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
        let mut retired = ColumnDef::new("retired_at").timestamp_with_time_zone().null().take();
        manager
            .alter_table(Table::alter().table("certificate_template").add_column(&mut retired).take())
            .await?;
        table("certificate_template_version")
            .reference("template_id", "certificate_template")
            .int("ordinal")
            .string("name")
            .string("issuer")
            .string("subtitle")
            .string("phrase")
            .string("place")
            .string("signatory_name")
            .string("signatory_post")
            .instant("created_at")
            .loose_key("created_by?")
            .check("ordinal", "ordinal >= 1")
            .unique(&["template_id", "ordinal"])
            .create(manager)
            .await?;
        let db = manager.get_connection();
        // Their keys are free in the new table.
        db.execute_unprepared(
            "INSERT INTO certificate_template_version (id, template_id, ordinal, name, issuer, subtitle, phrase, place, \
             signatory_name, signatory_post, created_at, created_by) \
             SELECT id, id, 1, name, issuer, subtitle, phrase, place, signatory_name, signatory_post, created_at, \
             created_by FROM certificate_template",
        )
        .await?;
        db.execute_unprepared(
            "CREATE INDEX ix_training_programme_template ON training_programme (template_id, title_key, id) \
             WHERE template_id IS NOT NULL",
        )
        .await
        .map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("DROP INDEX ix_training_programme_template").await?;
        drop_tables(manager, ["certificate_template_version"]).await?;
        manager
            .alter_table(Table::alter().table("certificate_template").drop_column("retired_at").take())
            .await
    }
}
