//! Trainings: programmes, editions with sessions and groups, enrolments, attendance.

use sea_orm_migration::prelude::*;

use crate::columns::{drop_tables, table};

/// States in which an enrolment counts.
const LIVE: &str = "state IN ('requested', 'pending_approval', 'confirmed', 'waitlisted', 'offered', \
                    'completed', 'not_completed', 'no_show')";

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        programmes(manager).await?;
        editions(manager).await?;
        enrolments(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(
            manager,
            [
                "attendance",
                "enrolment",
                "trainer_assignment",
                "session",
                "breakout_group",
                "edition",
                "programme_topic",
                "training_programme",
            ],
        )
        .await
    }
}

async fn programmes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("training_programme")
        .reference("project_id", "project")
        .reference("partner_id", "project_partner")
        .enum_text("kind", &["training", "workshop", "workshop_cycle", "school", "conference"])
        .string("title")
        .bytes("title_key")
        .text("aims?")
        .text("audience?")
        .int("certificate_months?")
        .reference("template_id?", "certificate_template")
        .audited()
        .check("certificate_months", "certificate_months >= 1")
        .index(&["project_id", "title_key", "id"])
        .create(manager)
        .await?;
    table("programme_topic")
        .reference("programme_id", "training_programme")
        .int("ordinal")
        .string("title")
        .unique(&["programme_id", "ordinal"])
        .create(manager)
        .await
}

async fn editions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("edition")
        .reference("programme_id", "training_programme")
        .reference("project_id", "project")
        .reference("partner_id", "project_partner")
        .string("title")
        .bytes("title_key")
        .enum_text("dates", &["tentative", "confirmed"])
        .day("starts_on")
        .day("ends_on")
        .string("venue?")
        .string("city")
        .string("contractor?")
        .int("seats")
        .int("seats_taken")
        .int("waiting_list_size")
        .int("waiting")
        .int("institution_cap?")
        .instant("opens_at?")
        .instant("closes_at?")
        .instant("cancel_until?")
        .int("offer_hours")
        .flag("approval")
        .int("threshold_pct")
        .enum_text(
            "state",
            &[
                "draft",
                "published",
                "enrolment_open",
                "enrolment_closed",
                "running",
                "completed",
                "settled",
                "cancelled",
            ],
        )
        .instant("attendance_locked_at?")
        .loose_key("attendance_locked_by?")
        .audited()
        .check("days", "ends_on >= starts_on")
        .check("enrolment", "closes_at >= opens_at")
        // The last line of defence: seats are taken by one conditional statement that never gets here.
        .check("seats", "seats_taken >= 0 AND seats_taken <= seats")
        .check("waiting", "waiting >= 0 AND waiting <= waiting_list_size")
        .check("institution_cap", "institution_cap >= 0")
        .check("offer_hours", "offer_hours >= 0")
        .check("threshold_pct", "threshold_pct >= 0 AND threshold_pct <= 100")
        .index(&["programme_id"])
        .index(&["project_id", "starts_on", "id"])
        .index(&["starts_on", "id"])
        .index(&["title_key", "id"])
        .create(manager)
        .await?;
    table("breakout_group")
        .reference("edition_id", "edition")
        .int("ordinal")
        .string("name")
        .unique(&["edition_id", "ordinal"])
        .create(manager)
        .await?;
    table("session")
        .reference("edition_id", "edition")
        .reference("breakout_group_id?", "breakout_group")
        .int("ordinal")
        .string("title")
        .instant("starts_at")
        .instant("ends_at")
        .int("planned_min")
        .flag("mandatory")
        .audited()
        .check("times", "ends_at >= starts_at")
        .check("planned_min", "planned_min > 0")
        .unique(&["edition_id", "ordinal"])
        .index(&["edition_id", "starts_at", "id"])
        .create(manager)
        .await?;
    table("trainer_assignment")
        .reference("edition_id", "edition")
        .reference("person_id", "person")
        .instant("created_at")
        .loose_key("created_by?")
        .unique(&["edition_id", "person_id"])
        .index(&["person_id"])
        .create(manager)
        .await
}

async fn enrolments(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("enrolment")
        .reference("edition_id", "edition")
        .reference("project_id", "project")
        .reference("partner_id", "project_partner")
        .reference("person_id", "person")
        .reference("institution_id?", "institution")
        .reference("breakout_group_id?", "breakout_group")
        .bytes("sort_key")
        .enum_text(
            "state",
            &[
                "requested",
                "pending_approval",
                "confirmed",
                "waitlisted",
                "rejected",
                "offered",
                "offer_declined",
                "offer_expired",
                "cancelled_by_self",
                "cancelled_late",
                "cancelled_by_organiser",
                "completed",
                "not_completed",
                "no_show",
            ],
        )
        .string("needs_diet?")
        .flag("needs_night")
        .string("needs_access?")
        .instant("requested_at")
        .instant("offer_expires_at?")
        .audited()
        // One live enrolment per person and edition; a cancelled one may be followed by another.
        .unique_where(&["edition_id", "person_id"], LIVE)
        .index(&["edition_id", "sort_key", "id"])
        .index(&["edition_id", "requested_at", "id"])
        .index(&["edition_id", "state"])
        .index(&["person_id", "requested_at", "id"])
        .index(&["project_id"])
        .index(&["institution_id"])
        .index(&["requested_at", "id"])
        .create(manager)
        .await?;
    table("attendance")
        .reference("session_id", "session")
        .reference("enrolment_id", "enrolment")
        .int("minutes")
        .instant("recorded_at")
        .loose_key("recorded_by?")
        .check("minutes", "minutes >= 0")
        .unique(&["session_id", "enrolment_id"])
        .index(&["enrolment_id"])
        .create(manager)
        .await
}
