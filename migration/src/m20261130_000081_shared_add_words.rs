//! Search: words of rows, and marks of rows whose words are to be made.
//!
//! The database marks a row by itself when one of its texts changes, whoever writes it: on PostgreSQL with the number of the
//! transaction, on SQLite, where one writes at a time, by the order of marks. The program makes the words in the
//! transaction that writes the row; rows from before this step are marked here, and a worker makes their words.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::searched::{add, drop_triggers};

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Tables that can be searched, by their numbers, with the columns that have their texts.
const SEARCHED: [(u8, &str, &[&str]); 15] = [
    (1, "person", &["first_name", "last_name", "email"]),
    (2, "institution", &["name", "nip", "regon", "city", "email"]),
    (3, "edition", &["title", "city", "venue"]),
    (4, "certificate", &["number", "snapshot"]),
    (5, "training_programme", &["title"]),
    (6, "project", &["title", "number"]),
    (7, "funding_programme", &["code", "name"]),
    (8, "pilot", &["title"]),
    (9, "cooperation_model", &["title"]),
    (10, "indicator", &["code", "name"]),
    (11, "report_definition", &["title"]),
    (12, "information_clause", &["title"]),
    (13, "certificate_template", &["name"]),
    (14, "user", &["email"]),
    (15, "territorial_unit", &["name", "terc"]),
];

const SQLITE: &str = "
CREATE TABLE search_word (row_id uuid_text NOT NULL, word text NOT NULL, kind integer NOT NULL, whole text NOT NULL,
  PRIMARY KEY (row_id, word));
CREATE INDEX ix_search_word_kind_word_row_id ON search_word (kind, word, row_id, whole);
CREATE TABLE search_due (kind integer NOT NULL, row_id uuid_text NOT NULL, tx integer NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, row_id));
";

/// Words are compared byte by byte. Whoever looks for several finds the others in the index, beside the first. The database
/// plans by how often a word is there, so it counts more of them than of other columns.
const POSTGRES: &str = r#"
CREATE TABLE search_word (row_id uuid NOT NULL, word text COLLATE "C" NOT NULL, kind smallint NOT NULL,
  whole text COLLATE "C" NOT NULL, PRIMARY KEY (row_id, word));
CREATE INDEX ix_search_word_kind_word_row_id ON search_word (kind, word, row_id) INCLUDE (whole);
ALTER TABLE search_word ALTER COLUMN word SET STATISTICS 1000;
CREATE TABLE search_due (kind smallint NOT NULL, row_id uuid NOT NULL, tx bigint NOT NULL DEFAULT txid_current(),
  PRIMARY KEY (kind, row_id));
CREATE INDEX ix_search_due_tx ON search_due (tx);
CREATE FUNCTION search_added() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN INSERT INTO search_due (kind, row_id) SELECT TG_ARGV[0]::smallint, id FROM added
    ON CONFLICT (kind, row_id) DO UPDATE SET tx = excluded.tx; RETURN NULL; END $$;
CREATE FUNCTION search_changed() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN INSERT INTO search_due (kind, row_id) VALUES (TG_ARGV[0]::smallint, NEW.id)
    ON CONFLICT (kind, row_id) DO UPDATE SET tx = excluded.tx; RETURN NULL; END $$;
CREATE FUNCTION search_gone() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN DELETE FROM search_word WHERE row_id = OLD.id;
    DELETE FROM search_due WHERE kind = TG_ARGV[0]::smallint AND row_id = OLD.id; RETURN NULL; END $$;
"#;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let is_postgres = manager.get_database_backend() == DbBackend::Postgres;
        let db = manager.get_connection();
        db.execute_unprepared(if is_postgres { POSTGRES } else { SQLITE }).await?;
        for searched in SEARCHED {
            add(manager, searched).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let is_postgres = manager.get_database_backend() == DbBackend::Postgres;
        let db = manager.get_connection();
        for (_, table, _) in SEARCHED {
            drop_triggers(manager, table).await?;
        }
        if is_postgres {
            let functions =
                "DROP FUNCTION search_added(); DROP FUNCTION search_changed(); DROP FUNCTION search_gone();";
            db.execute_unprepared(functions).await?;
        }
        db.execute_unprepared("DROP TABLE search_due; DROP TABLE search_word;").await.map(drop)
    }
}
