//! Mail: the delivery ledger, one row per artefact, recipient and channel.

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
        table("delivery")
            .enum_text(
                "kind",
                &["certificate_ready", "report_ready", "invitation", "password_reset", "own_certificates"],
            )
            .enum_text("channel", &["email"])
            // Without references: artefacts and recipients are rows of several tables.
            .loose_key("artefact_id")
            .loose_key("recipient_id?")
            .loose_key("user_id?")
            .loose_key("person_id?")
            .loose_key("project_id?")
            .loose_key("partner_id?")
            .enum_text("language", &["pl", "en"])
            .string("message_id")
            .enum_text("state", &["queued", "sending", "sent", "failed", "given_up", "in_doubt", "left_out"])
            .int("attempts")
            .string("problem?")
            .int("reply_code?")
            .instant("sent_at?")
            .audited()
            .check("attempts", "attempts >= 0")
            .check("sent", "(state = 'sent') = (sent_at IS NOT NULL)")
            // Nothing is sent twice.
            .unique(&["artefact_id", "recipient_id", "channel"])
            .unique(&["message_id"])
            .index(&["created_at", "id"])
            .index(&["project_id", "created_at", "id"])
            .index(&["user_id"])
            .index(&["person_id"])
            .index_where(&["state"], "state NOT IN ('sent', 'left_out')")
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, ["delivery"]).await
    }
}
