//! Scans of signed attendance lists.

use sea_orm_migration::prelude::*;

use crate::enums::{add_texts, remove_texts};

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const KINDS: [&str; 1] = ["sheet_scan"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add_texts(manager, "document", "kind", &KINDS).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        remove_texts(manager, "document", "kind", &KINDS).await
    }
}
