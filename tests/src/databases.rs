//! Databases to run on: a SQLite file and, where there is one, a PostgreSQL server; a new database for each test.

use std::sync::atomic::{AtomicUsize, Ordering};

use entities::shared::db::Db;
use sea_orm::ConnectionTrait;

use crate::postgres;

/// A migrated database of its own.
pub struct TestDb {
    /// The database.
    pub db: Db,
    /// Its address.
    pub url: String,
    /// `sqlite` or `postgres`.
    pub kind: &'static str,
    folder: tempfile::TempDir,
}

impl TestDb {
    /// A folder that goes with the database.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// A SQLite file.
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("test.sqlite").display());
        Self { db: migrated(&url).await, url, kind: "sqlite", folder }
    }

    /// An embedded database that lies in a data folder already.
    pub async fn at(folder: tempfile::TempDir) -> Self {
        let url = format!("sqlite://{}", folder.path().join("zwornik.sqlite").display());
        Self { db: Db::connect(&url).await.unwrap(), url, kind: "sqlite", folder }
    }

    /// A PostgreSQL database; none where there is no server.
    pub async fn postgres() -> Option<Self> {
        Self::postgres_with("").await
    }

    /// The same with the locale of a Polish office, which orders and folds letters by rules of its own.
    pub async fn polish_postgres() -> Option<Self> {
        Self::postgres_with("TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'pl'").await
    }

    async fn postgres_with(how: &str) -> Option<Self> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let server = tokio::task::spawn_blocking(postgres::server).await.unwrap()?;
        let name = format!("t{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let admin = Db::connect(&format!("{server}/postgres")).await.unwrap();
        admin.for_migration().execute_unprepared(&format!("CREATE DATABASE {name} {how}")).await.unwrap();
        admin.close().await.unwrap();
        let url = format!("{server}/{name}");
        Some(Self { db: migrated(&url).await, url, kind: "postgres", folder: tempfile::tempdir().unwrap() })
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

async fn migrated(url: &str) -> Db {
    let db = Db::connect(url).await.unwrap();
    migration::migrate(db.for_migration()).await.unwrap();
    db
}

/// Runs a test on SQLite, then on PostgreSQL where there is one.
pub async fn on_both(test: impl AsyncFn(TestDb)) {
    test(TestDb::sqlite().await).await;
    if let Some(db) = TestDb::postgres().await {
        test(db).await;
    }
}
