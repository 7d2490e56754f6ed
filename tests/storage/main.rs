//! Actions on real databases, below HTTP: what only a database decides (uniqueness, versions, visibility, periods).
//!
//! Each test runs on a SQLite file and, where `ZWORNIK_TEST_PG_URL` names a server on which databases may be
//! created, on PostgreSQL.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends where what it stands on fails")]

mod accounts;
mod institutions;
mod partnerships;
mod territory;
mod world;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{DateTime, NaiveDate, Utc};
use entities::shared::actor::Actor;
use entities::shared::call::Call;
use entities::shared::chance::SystemChance;
use entities::shared::db::Db;
use entities::shared::error::{Code, Error, Result};
use entities::shared::tx::{self, Tx};
use sea_orm::ConnectionTrait;

const PG_URL: &str = "ZWORNIK_TEST_PG_URL";

/// Runs a test on an empty schema of each database.
async fn on_both(test: impl AsyncFn(&Db)) {
    let folder = tempfile::tempdir().unwrap();
    let db = migrated(&format!("sqlite://{}/test.db?mode=rwc", folder.path().display())).await;
    test(&db).await;
    db.close().await.unwrap();

    #[expect(clippy::disallowed_methods, reason = "a test has no configuration but this")]
    let Ok(server) = std::env::var(PG_URL) else { return };
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let name = format!("storage_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let (base, _) = server.rsplit_once('/').unwrap();
    let admin = Db::connect(&server).await.unwrap();
    admin.for_migration().execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let db = migrated(&format!("{base}/{name}")).await;
    test(&db).await;
    db.close().await.unwrap();
    admin.for_migration().execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
}

async fn migrated(url: &str) -> Db {
    let db = Db::connect(url).await.unwrap();
    migration::migrate(db.for_migration()).await.unwrap();
    db
}

/// Now, in every test.
fn now() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-05-12T07:00:00Z").unwrap().to_utc()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn call(actor: &Actor) -> Call {
    Call {
        actor: actor.clone(),
        now: now(),
        chance: Arc::new(SystemChance),
        request: "test".into(),
        public_url: None,
    }
}

/// Writes as an actor.
async fn write<T>(db: &Db, actor: &Actor, action: impl AsyncFn(&Tx, &Call) -> Result<T>) -> Result<T> {
    let call = call(actor);
    tx::write(db, async |tx| action(tx, &call).await).await
}

/// The first refusal.
fn refused<T: std::fmt::Debug>(outcome: Result<T>) -> (Code, String) {
    match outcome {
        Err(Error::Refused(refusals)) => (refusals[0].code, refusals[0].field.clone()),
        other => panic!("not refused: {other:?}"),
    }
}
