//! Partnerships: a partner is invited and accepts, may leave and be removed, and is asked to take the lead. Whoever is a
//! partner already has accepted on the day they were added.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

use crate::enums::{add_texts, remove_texts};

const KINDS: &[&str] = &[
    "partnership_invited",
    "partnership_accepted",
    "partnership_refused",
    "partnership_left",
    "partnership_removed",
    "lead_offered",
    "lead_passed",
    "lead_refused",
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
        let db = manager.get_connection();
        // Both databases take a named CHECK with a new column. What forgets to say gets no partner.
        db.execute_unprepared(
            "ALTER TABLE \"project_partner\" ADD COLUMN \"state\" varchar NOT NULL DEFAULT 'invited' \
             CONSTRAINT \"ck_project_partner_state\" \
             CHECK (\"state\" IN ('invited', 'accepted', 'refused', 'left', 'removed'))",
        )
        .await?;
        for column in [
            ColumnDef::new("invited_at").timestamp_with_time_zone().null().take(),
            ColumnDef::new("accepted_at").timestamp_with_time_zone().null().take(),
            ColumnDef::new("ended_at").timestamp_with_time_zone().null().take(),
            ColumnDef::new("reason").text().null().take(),
            ColumnDef::new("lead_offered_at").timestamp_with_time_zone().null().take(),
        ] {
            let mut column = column;
            manager
                .alter_table(Table::alter().table("project_partner").add_column(&mut column).take())
                .await?;
        }
        db.execute_unprepared(
            "UPDATE project_partner SET state = 'accepted', invited_at = created_at, accepted_at = created_at",
        )
        .await?;
        db.execute_unprepared("DROP INDEX \"ux_project_partner_project_id\"").await?;
        db.execute_unprepared(
            "CREATE UNIQUE INDEX \"ux_project_partner_lead\" ON \"project_partner\" (\"project_id\") \
             WHERE role = 'lead' AND state IN ('invited', 'accepted')",
        )
        .await?;
        db.execute_unprepared(
            "CREATE UNIQUE INDEX \"ux_project_partner_lead_offered\" ON \"project_partner\" (\"project_id\") \
             WHERE lead_offered_at IS NOT NULL",
        )
        .await?;
        add_texts(manager, "delivery", "kind", KINDS).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        remove_texts(manager, "delivery", "kind", KINDS).await?;
        let db = manager.get_connection();
        db.execute_unprepared("DROP INDEX \"ux_project_partner_lead_offered\"").await?;
        db.execute_unprepared("DROP INDEX \"ux_project_partner_lead\"").await?;
        for column in ["state", "invited_at", "accepted_at", "ended_at", "reason", "lead_offered_at"] {
            manager.alter_table(Table::alter().table("project_partner").drop_column(column).take()).await?;
        }
        db.execute_unprepared(
            "CREATE UNIQUE INDEX \"ux_project_partner_project_id\" ON \"project_partner\" (\"project_id\") \
             WHERE role = 'lead'",
        )
        .await
        .map(drop)
    }
}
