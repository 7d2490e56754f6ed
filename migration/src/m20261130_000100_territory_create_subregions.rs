//! Subregions of voivodeships: powiats that are looked after together, each in one of them.

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
        table("subregion")
            .reference("voivodeship_id", "territorial_unit")
            .string("name")
            .bytes("name_key")
            .audited()
            .unique(&["voivodeship_id", "name_key"])
            .index(&["name_key", "id"])
            .create(manager)
            .await?;
        table("subregion_powiat")
            .reference("subregion_id", "subregion")
            .reference("unit_id", "territorial_unit")
            .instant("created_at")
            .loose_key("created_by?")
            .unique(&["unit_id"])
            .index(&["subregion_id", "created_at", "id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, ["subregion_powiat", "subregion"]).await
    }
}
