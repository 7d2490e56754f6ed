//! Certificate templates; before the trainings, whose programmes refer to them.

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
        table("certificate_template")
            .reference("project_id", "project")
            .reference("partner_id", "project_partner")
            .string("name")
            .string("issuer")
            .string("subtitle")
            .string("phrase")
            .string("place")
            .string("signatory_name")
            .string("signatory_post")
            .audited()
            .index(&["project_id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, ["certificate_template"]).await
    }
}
