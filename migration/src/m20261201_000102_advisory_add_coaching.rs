//! Coaching of people and groups, with a budget of minutes.

use sea_orm_migration::prelude::*;

use crate::columns::{drop_tables, table};

/// What advice and coaching are about.
pub(crate) const TOPICS: &[&str] = &[
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
        table("coaching_engagement")
            .reference("project_id", "project")
            .reference("partner_id", "project_partner")
            .enum_text("kind", &["individual", "group"])
            .string("title")
            .enum_text("topic", TOPICS)
            .reference("subregion_id?", "subregion")
            .reference("coach_id", "person")
            .int("budget_min")
            .int("used_min")
            .day("starts_on")
            .day("ends_on")
            .enum_text("state", &["planned", "active", "completed", "ended"])
            .text("reason?")
            .audited()
            .check("used", "used_min >= 0 AND used_min <= budget_min")
            .check("days", "starts_on <= ends_on")
            .index(&["project_id", "starts_on", "id"])
            .index(&["partner_id", "starts_on", "id"])
            .index(&["coach_id", "starts_on", "id"])
            .index(&["subregion_id", "starts_on", "id"])
            .index(&["starts_on", "id"])
            .create(manager)
            .await?;
        table("coaching_member")
            .reference("project_id", "project")
            .reference("partner_id", "project_partner")
            .reference("engagement_id", "coaching_engagement")
            .reference("person_id", "person")
            .instant("left_at?")
            .text("reason?")
            .audited()
            .unique_where(&["engagement_id", "person_id"], "left_at IS NULL")
            .index(&["engagement_id", "created_at", "id"])
            .index(&["person_id", "engagement_id"])
            .index(&["project_id", "person_id"])
            .index(&["partner_id", "person_id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, ["coaching_member", "coaching_engagement"]).await
    }
}
