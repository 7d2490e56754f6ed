//! Materials of an edition that are shown to its participants, or to everybody.

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
        table("material")
            .reference("edition_id", "edition")
            .reference("document_id", "document")
            .string("title")
            .bytes("title_key")
            .string("file_name")
            .string("media_type")
            .big("size_bytes")
            .enum_text("audience", &["staff", "participants", "everybody"])
            .day("shown_from?")
            .audited()
            .unique(&["document_id"])
            .index(&["edition_id", "title_key", "id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, ["material"]).await
    }
}
