//! Partnerships: funding programmes, the signs documents show, projects with partners and tasks.

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
        table("funding_programme")
            .string("code")
            .string("name")
            .string("fund")
            .day("starts_on")
            .day("ends_on")
            .audited()
            .check("days", "ends_on >= starts_on")
            .create(manager)
            .await?;
        table("visibility_profile").string("name").audited().create(manager).await?;
        table("visibility_sign")
            .reference("profile_id", "visibility_profile")
            .int("ordinal")
            .enum_text("kind", &["programme", "republic", "european_union", "region"])
            .string("line1")
            .string("line2")
            .int("height_pct")
            .check("height_pct", "height_pct >= 1 AND height_pct <= 100")
            .unique(&["profile_id", "ordinal"])
            .create(manager)
            .await?;
        table("project")
            .reference("programme_id", "funding_programme")
            .string("title")
            .bytes("title_key")
            .string("number?")
            .text("goal")
            .day("starts_on")
            .day("ends_on")
            .day("agreement_on?")
            .enum_text("state", &["draft", "active", "suspended", "settling", "closed", "archived"])
            .reference("visibility_profile_id?", "visibility_profile")
            .string("certificate_series?")
            .audited()
            .check("days", "ends_on >= starts_on")
            .index(&["title_key", "id"])
            .unique_where(&["number"], "number IS NOT NULL")
            // Certificate numbers begin with it and are one of a kind whatever project they come from.
            .unique_where(&["certificate_series"], "certificate_series IS NOT NULL")
            .create(manager)
            .await?;
        table("project_partner")
            .reference("project_id", "project")
            .enum_text("role", &["lead", "partner", "expert"])
            .string("name")
            .reference("voivodeship_id?", "territorial_unit")
            .reference("institution_id?", "institution")
            .audited()
            .index(&["project_id"])
            // At most one lead.
            .unique_where(&["project_id"], "role = 'lead'")
            .unique_where(&["project_id", "voivodeship_id"], "voivodeship_id IS NOT NULL")
            .create(manager)
            .await?;
        table("project_task")
            .reference("project_id", "project")
            .int("ordinal")
            .string("title")
            .text("description?")
            .string("team?")
            .day("starts_on")
            .day("ends_on")
            .audited()
            .check("days", "ends_on >= starts_on")
            .unique(&["project_id", "ordinal"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(
            manager,
            [
                "project_task",
                "project_partner",
                "project",
                "visibility_sign",
                "visibility_profile",
                "funding_programme",
            ],
        )
        .await
    }
}
