//! Certificates: the counters of their numbers, the certificates, the checks of them.

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
        table("number_series")
            .reference("project_id", "project")
            .int("year")
            .string("series")
            .int("last")
            .check("last", "last >= 0")
            .unique(&["project_id", "year", "series"])
            .create(manager)
            .await?;
        table("certificate")
            .string("series")
            .int("year")
            .int("ordinal")
            .string("number")
            .string("code")
            .reference("person_id", "person")
            .reference("enrolment_id", "enrolment")
            .reference("edition_id", "edition")
            .reference("project_id", "project")
            .reference("partner_id", "project_partner")
            .enum_text("state", &["numbered", "rendered", "delivered", "superseded", "revoked", "annulled"])
            .day("issued_on")
            .instant("issued_at")
            .day("valid_until?")
            .json("snapshot")
            .reference("document_id", "document")
            .string("sha256?")
            .reference("supersedes_id?", "certificate")
            .reference("superseded_by_id?", "certificate")
            .day("ended_on?")
            .string("reason?")
            .audited()
            .check("ordinal", "ordinal >= 1")
            .check("validity", "valid_until >= issued_on")
            // A printed number is one of a kind whatever project it comes from.
            .unique(&["number"])
            .unique(&["code"])
            .unique(&["project_id", "series", "year", "ordinal"])
            .unique(&["document_id"])
            // One live certificate per person and edition.
            .unique_where(&["edition_id", "person_id"], "state IN ('numbered', 'rendered', 'delivered')")
            .index(&["enrolment_id"])
            .index(&["edition_id", "issued_at", "id"])
            .index(&["person_id", "issued_at", "id"])
            .index(&["project_id", "issued_at", "id"])
            .index(&["issued_at", "id"])
            .index(&["number", "id"])
            .create(manager)
            .await?;
        table("verification")
            .instant("at")
            .reference("certificate_id?", "certificate")
            .string("verdict")
            .string("channel")
            .index(&["certificate_id", "at"])
            .index(&["at", "id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, ["verification", "certificate", "number_series"]).await
    }
}
