//! Territory: units of the country's division.

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
        table("territorial_unit")
            .string("terc")
            .enum_text("level", &["country", "voivodeship", "powiat", "gmina", "part"])
            .small("rodz?")
            .flag("city_powiat")
            .string("name")
            .bytes("name_key")
            .string("name_extra")
            .reference("parent_id?", "territorial_unit")
            .reference("voivodeship_id?", "territorial_unit")
            .day("valid_from?")
            .day("valid_to?")
            .audited()
            .check("validity", "valid_to >= valid_from")
            .unique(&["terc", "valid_from"])
            .unique_where(&["terc"], "valid_to IS NULL")
            .index(&["level", "name_key", "id"])
            .index(&["parent_id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, ["territorial_unit"]).await
    }
}
