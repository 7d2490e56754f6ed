//! PESEL numbers, encrypted, of people in projects that require them; and who saw them.

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
        let basis = ColumnDef::new("pesel_basis").text().null().take();
        manager.alter_table(Table::alter().table("project").add_column(basis).take()).await?;
        table("person_pesel")
            .part_of("person")
            .int("key_version")
            .bytes("sealed")
            .int("index_version")
            .bytes("mark")
            .audited()
            .unique(&["mark", "index_version"])
            .index(&["key_version"])
            .index(&["index_version"])
            .create(manager)
            .await?;
        table("pesel_sighting")
            .reference("person_id", "person")
            .instant("at")
            .enum_text("kind", &["noted", "removed", "revealed", "found"])
            .loose_key("user_id?")
            .string("role?")
            .reference("project_id?", "project")
            .reference("partner_id?", "project_partner")
            .index(&["person_id", "at", "id"])
            .index(&["at", "id"])
            .index(&["project_id", "at", "id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, ["pesel_sighting", "person_pesel"]).await?;
        manager.alter_table(Table::alter().table("project").drop_column("pesel_basis").to_owned()).await
    }
}
