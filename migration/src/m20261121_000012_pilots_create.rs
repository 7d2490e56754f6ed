//! Pilots: models with versions, pilots, sites and the institutions that take part.

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
        table("cooperation_model")
            .reference("project_id", "project")
            .reference("partner_id", "project_partner")
            .string("title")
            .bytes("title_key")
            .enum_text("target", &["urban", "rural", "urban_rural"])
            .audited()
            .index(&["project_id", "title_key", "id"])
            .index(&["title_key", "id"])
            .index(&["created_at", "id"])
            .create(manager)
            .await?;
        table("model_version")
            .reference("model_id", "cooperation_model")
            .int("ordinal")
            .enum_text(
                "state",
                &[
                    "draft",
                    "in_consultation",
                    "revised",
                    "approved_for_pilot",
                    "piloted",
                    "final",
                    "recommended",
                    "withdrawn",
                ],
            )
            .text("summary")
            .text("changes?")
            .audited()
            .check("ordinal", "ordinal >= 1")
            .unique(&["model_id", "ordinal"])
            .create(manager)
            .await?;
        table("pilot")
            .reference("project_id", "project")
            .reference("partner_id", "project_partner")
            .reference("model_version_id", "model_version")
            .string("title")
            .bytes("title_key")
            .day("starts_on")
            .day("ends_on")
            .enum_text(
                "state",
                &["planned", "recruiting", "running", "data_closed", "evaluated", "reported", "closed"],
            )
            .audited()
            .check("days", "ends_on >= starts_on")
            .index(&["project_id", "starts_on", "id"])
            .index(&["model_version_id", "starts_on", "id"])
            .index(&["starts_on", "id"])
            .index(&["title_key", "id"])
            .create(manager)
            .await?;
        table("pilot_site")
            .reference("pilot_id", "pilot")
            .reference("project_id", "project")
            .reference("partner_id", "project_partner")
            .reference("unit_id", "territorial_unit")
            .string("name")
            .bytes("name_key")
            .audited()
            .unique(&["pilot_id", "unit_id"])
            .index(&["pilot_id", "name_key", "id"])
            .index(&["project_id"])
            .create(manager)
            .await?;
        table("site_institution")
            .reference("site_id", "pilot_site")
            .reference("institution_id", "institution")
            .instant("created_at")
            .loose_key("created_by?")
            .unique(&["site_id", "institution_id"])
            .index(&["institution_id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(
            manager,
            ["site_institution", "pilot_site", "pilot", "model_version", "cooperation_model"],
        )
        .await
    }
}
