//! Institutions, people, and who works where.

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
        table("institution")
            .string("name")
            .bytes("name_key")
            .enum_text(
                "kind",
                &[
                    "ops",
                    "pcpr",
                    "cus",
                    "pup",
                    "wup",
                    "rops",
                    "ngo",
                    "pes",
                    "owes",
                    "court",
                    "police",
                    "probation",
                    "school",
                    "university",
                    "health",
                    "culture",
                    "prison",
                    "juvenile",
                    "enterprise",
                    "office",
                    "other",
                ],
            )
            .enum_text("sector", &["public", "social", "private"])
            .enum_text("state", &["registered", "verified", "closed", "merged"])
            .reference("unit_id", "territorial_unit")
            .reference("voivodeship_id", "territorial_unit")
            .reference("parent_id?", "institution")
            // Not unique: branches share the number of the office they belong to.
            .string("nip?")
            .string("regon?")
            .string("street?")
            .string("postal_code?")
            .string("city?")
            .string("email?")
            .string("phone?")
            .audited()
            .index(&["name_key", "id"])
            .index(&["voivodeship_id", "name_key", "id"])
            .index(&["nip"])
            .create(manager)
            .await?;
        table("person")
            .string("first_name")
            .string("last_name")
            .bytes("sort_key")
            .string("email?")
            .string("phone?")
            .audited()
            .index(&["sort_key", "id"])
            .index(&["email"])
            .create(manager)
            .await?;
        table("employment")
            .reference("person_id", "person")
            .reference("institution_id", "institution")
            .string("post")
            .day("from_day")
            .day("to_day?")
            .audited()
            .check("days", "to_day >= from_day")
            .index(&["person_id"])
            .index(&["institution_id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, ["employment", "person", "institution"]).await
    }
}
