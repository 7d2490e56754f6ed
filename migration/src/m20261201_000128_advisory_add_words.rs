//! Requests for advice and coaching can be searched.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

use crate::searched::{add, drop_triggers};

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const SEARCHED: [(u8, &str, &[&str]); 2] =
    [(16, "advisory_request", &["words"]), (17, "coaching_engagement", &["title"])];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for searched in SEARCHED {
            add(manager, searched).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (kind, table, _) in SEARCHED {
            drop_triggers(manager, table).await?;
            let words = format!(
                "DELETE FROM search_word WHERE kind = {kind}; DELETE FROM search_due WHERE kind = {kind};"
            );
            manager.get_connection().execute_unprepared(&words).await?;
        }
        Ok(())
    }
}
