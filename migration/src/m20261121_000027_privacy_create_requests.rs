//! Privacy: what people ask for about their own data, and the copies of it. A copy belongs to a person, to no project.

use sea_orm_migration::prelude::*;

use crate::columns::{drop_tables, table};
use crate::enums::{add_texts, may_be_empty, must_be_filled, remove_texts};

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const OWNERS: [&str; 2] = ["project_id", "partner_id"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add_texts(manager, "document", "kind", &["person_export"]).await?;
        add_texts(manager, "document", "state", &["erased"]).await?;
        add_texts(manager, "delivery", "kind", &["export_ready"]).await?;
        may_be_empty(manager, "document", &OWNERS).await?;
        table("data_subject_request")
            .enum_text("kind", &["export", "erasure"])
            .enum_text(
                "state",
                &["received", "preparing", "ready", "done", "partly_done", "refused", "failed", "expired"],
            )
            .reference("person_id", "person")
            .day("due_on")
            .reference("json_document_id?", "document")
            .reference("pdf_document_id?", "document")
            .string("reason?")
            .string("problem?")
            .instant("ended_at?")
            .audited()
            .index(&["created_at", "id"])
            .index(&["due_on", "id"])
            .index(&["person_id"])
            // One of a kind is open at a time.
            .unique_where(&["person_id", "kind"], "state IN ('received', 'preparing')")
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, ["data_subject_request"]).await?;
        let copies =
            Query::delete().from_table("document").and_where(Expr::col("kind").eq("person_export")).take();
        manager.execute(copies).await?;
        must_be_filled(manager, "document", &OWNERS).await?;
        remove_texts(manager, "delivery", "kind", &["export_ready"]).await?;
        remove_texts(manager, "document", "state", &["erased"]).await?;
        remove_texts(manager, "document", "kind", &["person_export"]).await
    }
}
