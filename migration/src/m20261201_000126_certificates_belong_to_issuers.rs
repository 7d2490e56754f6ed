//! Certificates belong to the partner that runs the edition and issues them, not to the one in whose voivodeship a participant
//! works.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const CERTIFICATES: &str = "UPDATE certificate SET partner_id = \
    (SELECT e.partner_id FROM edition e WHERE e.id = certificate.edition_id) \
    WHERE partner_id <> (SELECT e.partner_id FROM edition e WHERE e.id = certificate.edition_id)";
const DOCUMENTS: &str = "UPDATE document SET partner_id = \
    (SELECT c.partner_id FROM certificate c WHERE c.document_id = document.id) \
    WHERE EXISTS (SELECT 1 FROM certificate c WHERE c.document_id = document.id \
    AND c.partner_id <> document.partner_id)";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared(CERTIFICATES).await?;
        db.execute_unprepared(DOCUMENTS).await.map(drop)
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        // Whoever they belonged to is not known any more, and those who see them now did before.
        Ok(())
    }
}
