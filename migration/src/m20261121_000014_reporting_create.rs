//! Reporting: definitions, schedules with recipients, runs and their artefacts.

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
        table("report_definition")
            .enum_text("kind", &["pilot_summary"])
            .reference("project_id", "project")
            .reference("partner_id", "project_partner")
            .reference("pilot_id", "pilot")
            .string("title")
            .audited()
            .index(&["project_id", "created_at", "id"])
            .index(&["pilot_id"])
            .index(&["created_at", "id"])
            .create(manager)
            .await?;
        table("report_schedule")
            .reference("definition_id", "report_definition")
            .reference("project_id", "project")
            .reference("partner_id", "project_partner")
            .string("cron")
            .flag("paused")
            .instant("handled_until")
            .audited()
            .index(&["definition_id", "created_at", "id"])
            .index_where(&["handled_until"], "paused = FALSE")
            .create(manager)
            .await?;
        table("schedule_recipient")
            .reference("schedule_id", "report_schedule")
            .reference("user_id", "user")
            .instant("created_at")
            .loose_key("created_by?")
            .unique(&["schedule_id", "user_id"])
            .index(&["user_id"])
            .create(manager)
            .await?;
        table("report_run")
            .reference("definition_id", "report_definition")
            .reference("schedule_id?", "report_schedule")
            .reference("project_id", "project")
            .reference("partner_id", "project_partner")
            .instant("due_at")
            .instant("cut_off")
            .enum_text("state", &["due", "collecting", "rendered", "delivered", "failed", "dead"])
            .int("progress_pct")
            .json("figures?")
            .string("problem?")
            .loose_key("asked_by?")
            .instant("started_at?")
            .instant("finished_at?")
            .audited()
            .check("progress_pct", "progress_pct >= 0 AND progress_pct <= 100")
            .check("times", "finished_at >= started_at")
            // A due time of a schedule becomes exactly one run.
            .unique_where(&["schedule_id", "due_at"], "schedule_id IS NOT NULL")
            .index(&["definition_id", "due_at", "id"])
            .index(&["project_id", "due_at", "id"])
            .index(&["due_at", "id"])
            .create(manager)
            .await?;
        table("report_artefact")
            .reference("run_id", "report_run")
            .enum_text("format", &["pdf", "csv"])
            .reference("document_id", "document")
            .instant("created_at")
            .unique(&["run_id", "format"])
            .unique(&["document_id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(
            manager,
            ["report_artefact", "report_run", "schedule_recipient", "report_schedule", "report_definition"],
        )
        .await
    }
}
