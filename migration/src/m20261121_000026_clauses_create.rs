//! Information clauses, their versions, and who received which.
//!
//! The database itself refuses to change a published text or a receipt.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::columns::{drop_tables, table};

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const SQLITE: &str = "
CREATE TRIGGER clause_version_published
  BEFORE UPDATE OF clause_id, ordinal, state, text_pl, text_en, sha256, valid_from, published_at ON clause_version
  WHEN OLD.state = 'published'
  BEGIN SELECT RAISE(ABORT, 'a published clause never changes'); END;
CREATE TRIGGER clause_receipt_no_update BEFORE UPDATE ON clause_receipt
  BEGIN SELECT RAISE(ABORT, 'a receipt never changes'); END;
";

const POSTGRES: &str = "
CREATE FUNCTION clause_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'a published clause never changes' USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER clause_version_published
  BEFORE UPDATE OF clause_id, ordinal, state, text_pl, text_en, sha256, valid_from, published_at ON clause_version
  FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION clause_never_changes();
CREATE TRIGGER clause_receipt_no_update BEFORE UPDATE ON clause_receipt
  FOR EACH ROW EXECUTE FUNCTION clause_never_changes();
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table("information_clause")
            .reference("project_id?", "project")
            .enum_text("purpose", &["account", "enrolment", "pilot"])
            .string("title")
            .bytes("title_key")
            .audited()
            .unique(&["project_id", "purpose"])
            .unique_where(&["purpose"], "project_id IS NULL")
            .index(&["title_key", "id"])
            .create(manager)
            .await?;
        table("clause_version")
            .reference("clause_id", "information_clause")
            .int("ordinal")
            .enum_text("state", &["draft", "published"])
            .text("text_pl")
            .text("text_en?")
            .string("sha256?")
            .day("valid_from?")
            .day("valid_to?")
            .instant("published_at?")
            .audited()
            .check(
                "published",
                "state = 'draft' OR sha256 IS NOT NULL AND valid_from IS NOT NULL AND published_at IS NOT NULL",
            )
            .check("validity", "valid_to >= valid_from")
            .unique(&["clause_id", "ordinal"])
            .unique_where(&["clause_id"], "state = 'draft'")
            .create(manager)
            .await?;
        table("clause_receipt")
            .reference("version_id", "clause_version")
            .reference("clause_id", "information_clause")
            .reference("project_id?", "project")
            .reference("person_id?", "person")
            .reference("user_id?", "user")
            .enum_text("channel", &["invitation", "enrolment", "login", "paper"])
            .instant("at")
            .loose_key("recorded_by?")
            .check("whom", "person_id IS NOT NULL OR user_id IS NOT NULL")
            .unique(&["version_id", "person_id"])
            .unique(&["version_id", "user_id"])
            .index(&["person_id", "at", "id"])
            .index(&["user_id"])
            .index(&["clause_id", "at", "id"])
            .index(&["at", "id"])
            .create(manager)
            .await?;
        let triggers = if manager.get_database_backend() == DbBackend::Postgres { POSTGRES } else { SQLITE };
        manager.get_connection().execute_unprepared(triggers).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, ["clause_receipt", "clause_version", "information_clause"]).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            manager.get_connection().execute_unprepared("DROP FUNCTION clause_never_changes()").await?;
        }
        Ok(())
    }
}
