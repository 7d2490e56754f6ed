//! Certificates and their templates have a kind, and templates a language. All of before are of attendance, in Polish. A person
//! has one live certificate of each kind in an edition; that of a trainer belongs to no enrolment. Programmes have further
//! templates, one of each kind and language.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

use crate::columns::{drop_tables, table};
use crate::enums::{may_be_empty, must_be_filled};

const KINDS: &[&str] = &["attendance", "completion", "trainer"];
const LANGUAGES: &[&str] = &["pl", "en"];
const LIVE: &str = "state IN ('numbered', 'rendered', 'delivered')";

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
        may_be_empty(manager, "certificate", &["enrolment_id"]).await?;
        for (table, column, texts) in [
            ("certificate", "kind", KINDS),
            ("certificate_template", "kind", KINDS),
            ("certificate_template", "language", LANGUAGES),
        ] {
            let list = texts.iter().map(|text| format!("'{text}'")).collect::<Vec<_>>().join(", ");
            db.execute_unprepared(&format!(
                "ALTER TABLE \"{table}\" ADD COLUMN \"{column}\" varchar NOT NULL DEFAULT '{}' \
                 CONSTRAINT \"ck_{table}_{column}\" CHECK (\"{column}\" IN ({list}))",
                texts[0]
            ))
            .await?;
        }
        db.execute_unprepared("DROP INDEX \"ux_certificate_edition_id_person_id\"").await?;
        let unique = format!(
            "CREATE UNIQUE INDEX \"ux_certificate_edition_id_person_id_kind\" ON certificate (edition_id, person_id, kind) \
             WHERE {LIVE}"
        );
        db.execute_unprepared(&unique).await?;
        table("programme_template")
            .reference("programme_id", "training_programme")
            .reference("template_id", "certificate_template")
            .unique(&["programme_id", "template_id"])
            .index(&["template_id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        drop_tables(manager, ["programme_template"]).await?;
        db.execute_unprepared("DROP INDEX \"ux_certificate_edition_id_person_id_kind\"").await?;
        let unique = format!(
            "CREATE UNIQUE INDEX \"ux_certificate_edition_id_person_id\" ON certificate (edition_id, person_id) WHERE {LIVE}"
        );
        db.execute_unprepared(&unique).await?;
        for (table, column) in
            [("certificate", "kind"), ("certificate_template", "kind"), ("certificate_template", "language")]
        {
            manager.alter_table(Table::alter().table(table).drop_column(column).take()).await?;
        }
        must_be_filled(manager, "certificate", &["enrolment_id"]).await
    }
}
