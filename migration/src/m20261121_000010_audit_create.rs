//! The audit trail. It refers to nothing, so that it outlives all it tells of.

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
        table("audit_entry")
            .instant("at")
            .enum_text("actor_kind", &["user", "system", "public"])
            .loose_key("user_id?")
            .string("action")
            .string("subject_type")
            .loose_key("subject_id")
            .loose_key("project_id?")
            .string("from_state?")
            .string("to_state?")
            .string("reason?")
            .string("request_id")
            .json("detail?")
            .index(&["at", "id"])
            .index(&["subject_id", "at"])
            .index(&["user_id", "at"])
            .index(&["project_id", "at"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, ["audit_entry"]).await
    }
}
