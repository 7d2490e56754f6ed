//! Advice to institutions: advisers of subregions, requests, and sessions with their minutes.

use sea_orm_migration::prelude::*;

use crate::columns::{drop_tables, table};

/// What advice is about.
const TOPICS: &[&str] = &[
    "cooperation",
    "social_work",
    "family_support",
    "social_services",
    "social_economy",
    "reintegration",
    "organisation",
    "other",
];

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table("subregion_adviser")
            .reference("project_id", "project")
            .reference("partner_id", "project_partner")
            .reference("subregion_id", "subregion")
            .reference("person_id", "person")
            .instant("ended_at?")
            .string("end_reason?")
            .audited()
            .unique_where(&["partner_id", "subregion_id", "person_id"], "ended_at IS NULL")
            .index(&["subregion_id", "created_at", "id"])
            .index(&["person_id", "created_at", "id"])
            .index(&["project_id", "created_at", "id"])
            .index(&["created_at", "id"])
            .create(manager)
            .await?;
        table("advisory_request")
            .reference("project_id", "project")
            .reference("partner_id", "project_partner")
            .reference("institution_id", "institution")
            .reference("subregion_id?", "subregion")
            .reference("adviser_id?", "person")
            .enum_text("topic", TOPICS)
            .text("words")
            .enum_text(
                "state",
                &["requested", "assigned", "scheduled", "done", "closed", "withdrawn", "cancelled"],
            )
            .instant("scheduled_at?")
            .text("reason?")
            .audited()
            .check("adviser", "state IN ('requested', 'withdrawn', 'cancelled') OR adviser_id IS NOT NULL")
            .index(&["project_id", "created_at", "id"])
            .index(&["partner_id", "created_at", "id"])
            .index(&["institution_id", "created_at", "id"])
            .index(&["subregion_id", "created_at", "id"])
            .index_where(&["adviser_id", "created_at", "id"], "adviser_id IS NOT NULL")
            .index(&["created_at", "id"])
            .create(manager)
            .await?;
        table("advisory_session")
            .reference("project_id", "project")
            .reference("partner_id", "project_partner")
            .reference("request_id", "advisory_request")
            .reference("institution_id", "institution")
            .reference("subregion_id?", "subregion")
            .reference("held_by_id", "person")
            .enum_text("topic", TOPICS)
            .instant("held_at")
            .int("minutes")
            .int("people")
            .string("place?")
            .text("reason?")
            .audited()
            .check("minutes", "minutes >= 0 AND people > 0")
            .index(&["project_id", "held_at", "id"])
            .index(&["partner_id", "held_at", "id"])
            .index(&["institution_id", "held_at", "id"])
            .index(&["held_by_id", "held_at", "id"])
            .index(&["request_id", "held_at", "id"])
            .index(&["held_at", "id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, ["advisory_session", "advisory_request", "subregion_adviser"]).await
    }
}
