//! Actions on real databases, below HTTP: what only a database decides (uniqueness, versions, visibility, periods).
//!
//! Each test runs on a SQLite file and, where there is a server, on PostgreSQL.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends where what it stands on fails")]

mod accounts;
mod institutions;
mod partnerships;
mod queue;
mod territory;
mod world;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use entities::shared::actor::Actor;
use entities::shared::chance::SystemChance;
use entities::shared::db::Db;
use entities::shared::error::{Code, Error, Result};
use entities::shared::operation::Operation;
use entities::shared::tx::{self, Tx};
use entities::shared::vault::Vault;

/// Runs a test on an empty schema of each database.
async fn on_both(test: impl AsyncFn(&Db)) {
    tests::on_both(async |base| test(&base.db).await).await;
}

/// Now, in every test.
fn now() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-05-12T07:00:00Z").unwrap().to_utc()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn op(actor: &Actor) -> Operation {
    Operation {
        actor: actor.clone(),
        now: now(),
        chance: Arc::new(SystemChance),
        request: "test".into(),
        public_url: None,
        signing: Vault::default(),
    }
}

/// Writes as an actor.
async fn write<T>(db: &Db, actor: &Actor, action: impl AsyncFn(&Tx, &Operation) -> Result<T>) -> Result<T> {
    let op = op(actor);
    tx::write_here(db, async |tx| action(tx, &op).await).await
}

/// The first refusal.
fn refused<T: std::fmt::Debug>(outcome: Result<T>) -> (Code, String) {
    match outcome {
        Err(Error::Refused(refusals)) => (refusals[0].code, refusals[0].field.clone()),
        other => panic!("not refused: {other:?}"),
    }
}
