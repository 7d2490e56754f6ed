//! Slots that coaches offer, their bookings, and sessions of coaching.

use sea_orm_migration::prelude::*;

use crate::columns::{drop_tables, table};
use crate::m20261201_000102_advisory_add_coaching::TOPICS;

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table("coaching_slot")
            .reference("coach_id", "person")
            .instant("starts_at")
            .instant("ends_at")
            .string("place?")
            .string("online_url?")
            .instant("withdrawn_at?")
            .audited()
            .check("times", "starts_at < ends_at")
            .check("where", "place IS NOT NULL OR online_url IS NOT NULL")
            .unique_where(&["coach_id", "starts_at"], "withdrawn_at IS NULL")
            .index(&["starts_at", "id"])
            .create(manager)
            .await?;
        table("coaching_booking")
            .reference("project_id", "project")
            .reference("partner_id", "project_partner")
            .reference("engagement_id", "coaching_engagement")
            .reference("slot_id", "coaching_slot")
            .reference("coach_id", "person")
            .instant("cancelled_at?")
            .text("reason?")
            .audited()
            // One booking of a slot, whatever happens at once.
            .unique_where(&["slot_id"], "cancelled_at IS NULL")
            .index(&["slot_id", "created_at", "id"])
            .index(&["engagement_id", "created_at", "id"])
            .index(&["project_id", "slot_id"])
            .index(&["partner_id", "slot_id"])
            .index(&["coach_id", "slot_id"])
            .create(manager)
            .await?;
        table("coaching_session")
            .reference("project_id", "project")
            .reference("partner_id", "project_partner")
            .reference("engagement_id", "coaching_engagement")
            .reference("booking_id?", "coaching_booking")
            .reference("coach_id", "person")
            .reference("subregion_id?", "subregion")
            .enum_text("topic", TOPICS)
            .instant("held_at")
            .int("minutes")
            .int("people")
            .string("place?")
            .text("reason?")
            .instant("removed_at?")
            .audited()
            .check("minutes", "minutes > 0 AND people > 0")
            .unique_where(&["booking_id"], "removed_at IS NULL")
            .index(&["project_id", "held_at", "id"])
            .index(&["partner_id", "held_at", "id"])
            .index(&["engagement_id", "held_at", "id"])
            .index(&["coach_id", "held_at", "id"])
            .index(&["subregion_id", "held_at", "id"])
            .index(&["held_at", "id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, ["coaching_session", "coaching_booking", "coaching_slot"]).await
    }
}
