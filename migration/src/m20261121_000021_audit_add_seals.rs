//! The audit trail becomes append-only by the database's own word, and its lines are sealed into a chain.
//!
//! A seal is a row of its own, so a line itself never changes. What is not sealed yet stands in a small list that
//! the database fills by itself; the sealer takes from it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::columns::{drop_tables, table};

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const SQLITE: &str = "
CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
  BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
  BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_seal_no_update BEFORE UPDATE ON audit_seal
  BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_seal_no_delete BEFORE DELETE ON audit_seal
  BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_entry_unsealed AFTER INSERT ON audit_entry
  BEGIN INSERT INTO audit_unsealed (id) VALUES (NEW.id); END;
";

const POSTGRES: &str = "
CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'restrict_violation'; END $$;
CREATE FUNCTION audit_to_be_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN INSERT INTO audit_unsealed (id) SELECT id FROM added; RETURN NULL; END $$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal
  FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
CREATE TRIGGER audit_entry_unsealed AFTER INSERT ON audit_entry REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION audit_to_be_sealed();
";

const SQLITE_BACK: &str = "
DROP TRIGGER audit_entry_no_update; DROP TRIGGER audit_entry_no_delete; DROP TRIGGER audit_seal_no_update;
DROP TRIGGER audit_seal_no_delete; DROP TRIGGER audit_entry_unsealed;
";

const POSTGRES_BACK: &str = "
DROP TRIGGER audit_entry_append_only ON audit_entry; DROP TRIGGER audit_seal_append_only ON audit_seal;
DROP TRIGGER audit_entry_unsealed ON audit_entry;
DROP FUNCTION audit_append_only(); DROP FUNCTION audit_to_be_sealed();
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The key of a seal is that of its line. Without a reference: a line that somebody removed is told by it.
        table("audit_seal")
            .big("position")
            .string("seal")
            .instant("sealed_at")
            .check("position", "position >= 1")
            .unique(&["position"])
            .create(manager)
            .await?;
        table("audit_unsealed").create(manager).await?;
        let db = manager.get_connection();
        db.execute_unprepared("INSERT INTO audit_unsealed (id) SELECT id FROM audit_entry").await?;
        let triggers = if manager.get_database_backend() == DbBackend::Postgres { POSTGRES } else { SQLITE };
        db.execute_unprepared(triggers).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let is_postgres = manager.get_database_backend() == DbBackend::Postgres;
        let back = if is_postgres { POSTGRES_BACK } else { SQLITE_BACK };
        manager.get_connection().execute_unprepared(back).await?;
        drop_tables(manager, ["audit_unsealed", "audit_seal"]).await
    }
}
