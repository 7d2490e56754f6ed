//! What projects say of their own in messages about enrolments.

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
        table("enrolment_wording")
            .reference("project_id", "project")
            .enum_text(
                "kind",
                &[
                    "seat_confirmed",
                    "approval_awaited",
                    "place_in_line",
                    "seat_offered",
                    "offer_expired",
                    "enrolment_rejected",
                    "enrolment_cancelled",
                    "edition_called_off",
                    "edition_moved",
                    "edition_reminder",
                ],
            )
            .enum_text("language", &["pl", "en"])
            .text("opening?")
            .text("closing?")
            .audited()
            .unique(&["project_id", "kind", "language"])
            .index(&["kind", "id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, ["enrolment_wording"]).await
    }
}
