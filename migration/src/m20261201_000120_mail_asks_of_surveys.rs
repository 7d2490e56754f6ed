//! Participants are asked by mail to answer a survey.

use sea_orm_migration::prelude::*;

use crate::enums::{add_texts, remove_texts};

const KINDS: &[&str] = &["survey_open"];

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add_texts(manager, "delivery", "kind", KINDS).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        remove_texts(manager, "delivery", "kind", KINDS).await
    }
}
