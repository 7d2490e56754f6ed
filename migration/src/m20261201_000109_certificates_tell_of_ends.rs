//! People are told that a certificate of theirs was revoked, and that it expires soon; certificates are found by their last
//! day of validity.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

use crate::enums::{add_texts, remove_texts};

const KINDS: &[&str] = &["certificate_revoked", "certificate_expires"];

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add_texts(manager, "delivery", "kind", KINDS).await?;
        let index = "CREATE INDEX ix_certificate_valid_until ON certificate (valid_until, id) WHERE valid_until IS NOT NULL";
        manager.get_connection().execute_unprepared(index).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("DROP INDEX ix_certificate_valid_until").await?;
        remove_texts(manager, "delivery", "kind", KINDS).await
    }
}
