//! Institutions: of the posts of a person in an institution one at most has no end. The same employment that was entered many
//! times at once made many rows: what says the same as an earlier one goes, what says something else ends where it began.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

/// An earlier post of the same person in the same institution that has no end.
const EARLIER: &str = "SELECT 1 FROM employment earlier WHERE earlier.person_id = employment.person_id \
     AND earlier.institution_id = employment.institution_id AND earlier.to_day IS NULL \
     AND (earlier.from_day < employment.from_day OR earlier.from_day = employment.from_day \
         AND (earlier.created_at < employment.created_at \
             OR earlier.created_at = employment.created_at AND earlier.id < employment.id))";

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
            format!(
                "DELETE FROM employment WHERE to_day IS NULL AND EXISTS ({EARLIER} \
                 AND earlier.from_day = employment.from_day AND earlier.post = employment.post)"
            ),
            format!(
                "UPDATE employment SET to_day = from_day, version = version + 1 \
                 WHERE to_day IS NULL AND EXISTS ({EARLIER})"
            ),
            "CREATE UNIQUE INDEX ux_employment_present ON employment (person_id, institution_id) \
             WHERE to_day IS NULL"
                .to_owned(),
        ] {
            db.execute_unprepared(&change).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("DROP INDEX ux_employment_present").await.map(drop)
    }
}
