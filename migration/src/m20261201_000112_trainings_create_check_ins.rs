//! Who came to a session and left it again, as scanned at the door.

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
        table("check_in")
            .reference("session_id", "session")
            .reference("enrolment_id", "enrolment")
            .instant("came_at?")
            .instant("left_at?")
            .instant("recorded_at")
            .loose_key("recorded_by?")
            .unique(&["session_id", "enrolment_id"])
            .index(&["enrolment_id", "recorded_at", "id"])
            .index(&["session_id", "recorded_at", "id"])
            .index(&["recorded_at", "id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, ["check_in"]).await
    }
}
