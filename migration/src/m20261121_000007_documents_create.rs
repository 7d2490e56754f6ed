//! Documents: every stored file.

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
        table("document")
            .enum_text(
                "kind",
                &["certificate", "certificate_preview", "certificate_archive", "attendance_sheet", "report"],
            )
            .enum_text("state", &["due", "stored", "failed"])
            .string("title")
            .string("file_name")
            .string("media_type")
            .string("path")
            .big("size_bytes?")
            .string("sha256?")
            .reference("project_id", "project")
            .reference("partner_id", "project_partner")
            .reference("edition_id?", "edition")
            .reference("person_id?", "person")
            .instant("created_at")
            .loose_key("created_by?")
            .instant("stored_at?")
            .string("problem?")
            .check("size_bytes", "size_bytes >= 0")
            .unique(&["path"])
            .index(&["edition_id", "kind"])
            .index(&["created_at", "id"])
            .index(&["person_id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, ["document"]).await
    }
}
