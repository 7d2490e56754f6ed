//! Accounts: a person has at most one. Accounts cannot be joined, so whoever had several before keeps them: all but the first
//! are marked, and stand outside the rule.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

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
        for change in [
            "ALTER TABLE \"user\" ADD COLUMN is_further boolean NOT NULL DEFAULT false",
            "UPDATE \"user\" SET is_further = true WHERE EXISTS (SELECT 1 FROM \"user\" earlier \
             WHERE earlier.person_id = \"user\".person_id AND (earlier.created_at < \"user\".created_at \
                 OR earlier.created_at = \"user\".created_at AND earlier.id < \"user\".id))",
            "CREATE UNIQUE INDEX ux_user_person_id ON \"user\" (person_id) \
             WHERE person_id IS NOT NULL AND NOT is_further",
        ] {
            db.execute_unprepared(change).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared("DROP INDEX ux_user_person_id").await?;
        db.execute_unprepared("ALTER TABLE \"user\" DROP COLUMN is_further").await.map(drop)
    }
}
