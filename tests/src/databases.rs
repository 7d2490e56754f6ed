//! Databases to run on: a SQLite file and, where there is one, a PostgreSQL server; a new database for each test.
//!
//! The schema is made once per process and database, by all its steps; what a test gets is a copy.

use entities::shared::db::Db;
use sea_orm::ConnectionTrait;
use throwaway::{Database, Template};

static SCHEMA: Template = Template::new();

/// A migrated database of its own.
pub struct TestDb {
    /// The database.
    pub db: Db,
    /// Its address.
    pub url: String,
    /// `sqlite` or `postgres`.
    pub kind: &'static str,
    base: Database,
}

impl TestDb {
    /// A folder that goes with the database.
    pub fn folder(&self) -> &std::path::Path {
        self.base.folder()
    }

    /// A SQLite file.
    pub async fn sqlite() -> Self {
        Self::of(SCHEMA.sqlite(migrate).await).await
    }

    /// An embedded database that lies in a data folder already.
    pub async fn at(folder: tempfile::TempDir) -> Self {
        Self::of(Database::sqlite_in(folder, "zwornik.sqlite")).await
    }

    /// A PostgreSQL database; none where there is no server.
    pub async fn postgres() -> Option<Self> {
        Some(Self::of(SCHEMA.postgres(migrate).await?).await)
    }

    async fn of(base: Database) -> Self {
        Self { db: Db::connect(&base.url).await.unwrap(), url: base.url.clone(), kind: base.kind, base }
    }
}

/// Takes the guards of the audit trail away, as somebody may who owns the database.
pub async fn unguarded(db: &Db) {
    let names: &[&str] = match db.backend() {
        sea_orm::DbBackend::Postgres => &[
            "audit_entry_append_only ON audit_entry",
            "audit_seal_append_only ON audit_seal",
            "audit_entry_unsealed ON audit_entry",
        ],
        _ => &[
            "audit_entry_no_update",
            "audit_entry_no_delete",
            "audit_seal_no_update",
            "audit_seal_no_delete",
            "audit_entry_unsealed",
        ],
    };
    for name in names {
        db.for_migration().execute_unprepared(&format!("DROP TRIGGER {name}")).await.unwrap();
    }
}

async fn migrate(url: &str) {
    let db = Db::connect(url).await.unwrap();
    migration::migrate(db.for_migration()).await.unwrap();
    db.close().await.unwrap();
}

/// Runs a test on SQLite, then on PostgreSQL where there is one.
pub async fn on_both(test: impl AsyncFn(TestDb)) {
    test(TestDb::sqlite().await).await;
    if let Some(db) = TestDb::postgres().await {
        test(db).await;
    }
}

/// The same at once, for stories that mostly wait: for leases to end, for processes, for a server that does not answer.
pub async fn on_both_at_once(test: impl AsyncFn(TestDb)) {
    let on_postgres = async {
        if let Some(db) = TestDb::postgres().await {
            test(db).await;
        }
    };
    tokio::join!(async { test(TestDb::sqlite().await).await }, on_postgres);
}
