//! Indicators: what a pilot measures, and the values per site and quarter.

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
        table("indicator")
            .reference("pilot_id", "pilot")
            .reference("project_id", "project")
            .reference("partner_id", "project_partner")
            .int("ordinal")
            .string("code")
            .string("name")
            .enum_text("kind", &["product", "result", "model"])
            .string("unit")
            .int("decimals")
            .big("baseline_hundredths")
            .big("target_hundredths")
            .enum_text("direction", &["up", "down"])
            .audited()
            .check("ordinal", "ordinal >= 1")
            .check("decimals", "decimals >= 0 AND decimals <= 2")
            .unique(&["pilot_id", "code"])
            .unique(&["pilot_id", "ordinal"])
            .index(&["ordinal", "id"])
            .index(&["project_id"])
            .create(manager)
            .await?;
        table("measurement")
            .reference("indicator_id", "indicator")
            .reference("site_id", "pilot_site")
            .reference("project_id", "project")
            .reference("partner_id", "project_partner")
            .day("quarter_on")
            .int("revision")
            .big("value_hundredths")
            .enum_text("state", &["draft", "submitted", "approved", "superseded"])
            .string("reason?")
            .reference("supersedes_id?", "measurement")
            .instant("submitted_at?")
            .loose_key("submitted_by?")
            .instant("approved_at?")
            .loose_key("approved_by?")
            .audited()
            .check("revision", "revision >= 1")
            // The first revision corrects nothing; every other says what and why.
            .check("correction", "revision = 1 OR (supersedes_id IS NOT NULL AND reason IS NOT NULL)")
            .check("locked", "state IN ('draft', 'submitted') OR approved_at IS NOT NULL")
            .check("two_pairs_of_eyes", "approved_by <> submitted_by")
            .unique(&["indicator_id", "site_id", "quarter_on", "revision"])
            // One value counts.
            .unique_where(&["indicator_id", "site_id", "quarter_on"], "state = 'approved'")
            // One value is being worked on.
            .unique_where(&["site_id", "quarter_on", "indicator_id"], "state IN ('draft', 'submitted')")
            .index(&["indicator_id", "quarter_on", "id"])
            .index(&["site_id", "quarter_on", "id"])
            .index(&["quarter_on", "id"])
            .index(&["project_id", "state"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, ["measurement", "indicator"]).await
    }
}
