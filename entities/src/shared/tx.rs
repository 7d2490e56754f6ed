//! The one door for writes. Transactions begin here and nowhere else.
//!
//! On SQLite a write transaction begins IMMEDIATE: a deferred one that reads first loses to "database is locked"
//! under load. On PostgreSQL it is READ COMMITTED and is tried again after a serialization failure or a
//! deadlock, so the closure may run more than once and must touch nothing but the transaction: no network, no
//! mail, no PDF inside.
//!
//! The work gets its arguments handed through (`|tx, args| Box::pin(…)`) instead of capturing them, because a
//! future that borrows from its closure cannot be shown to be `Send` for every lifetime of the transaction.
//!
//! A call with an idempotency key stores its answer in the same transaction. A second call with the same key and
//! input, even at the same moment, gets that answer; with another input it is refused. Refusals write nothing,
//! the key included: what was refused may be tried again.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::BoxFuture;
use sea_orm::prelude::async_trait::async_trait;
use sea_orm::sea_query::OnConflict;
use sea_orm::sqlx;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait,
    ExecResult, QueryFilter, QueryResult, RuntimeErr, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait,
};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use tokio::sync::OwnedSemaphorePermit;

use super::db::Db;
use super::error::{Error, Result, refuse};
use super::ids::{IdempotencyId, UserId};
use super::live::{self, Event};
use super::locks::Locks;
use super::operation::Operation;
use super::search::keep::{self, Touched};
use super::{idempotency_key as stored, text};
use crate::shared::refusals::{IDEMPOTENCY_KEY_REUSED, INVALID};

/// An open write transaction, which keeps to the order of locks.
#[derive(Debug)]
pub struct Tx {
    inner: DatabaseTransaction,
    locks: Locks,
    /// Rows whose words are to be made.
    touched: Touched,
    /// What may have changed; told once, at the end.
    events: Mutex<Vec<Event>>,
    /// Goes back after the connection.
    _turn: OwnedSemaphorePermit,
}

impl Tx {
    /// Tells this at the end, if the transaction commits.
    pub(super) fn tell(&self, events: &[Event]) {
        self.events.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(events);
    }

    fn told(&self) -> Vec<Event> {
        std::mem::take(&mut *self.events.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl ConnectionTrait for Tx {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, stmt: Statement) -> std::result::Result<ExecResult, DbErr> {
        self.touched.before(&stmt);
        self.locks.before(&stmt);
        self.inner.execute_raw(stmt).await
    }

    async fn execute_unprepared(&self, sql: &str) -> std::result::Result<ExecResult, DbErr> {
        self.inner.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, stmt: Statement) -> std::result::Result<Option<QueryResult>, DbErr> {
        self.touched.before(&stmt);
        let lock = self.locks.before(&stmt);
        let row = self.inner.query_one_raw(stmt).await?;
        self.locks.after(lock, row.as_slice());
        Ok(row)
    }

    async fn query_all_raw(&self, stmt: Statement) -> std::result::Result<Vec<QueryResult>, DbErr> {
        self.touched.before(&stmt);
        let lock = self.locks.before(&stmt);
        let rows = self.inner.query_all_raw(stmt).await?;
        self.locks.after(lock, &rows);
        Ok(rows)
    }
}

/// How often a transaction is tried where the database asks for it.
const TRIES: u32 = 8;
/// How often one is tried that waited for a row in vain: each try has waited for seconds.
const PATIENT_TRIES: u32 = 2;
/// Longest idempotency key.
const KEY_MAX: usize = 200;

/// A client's key for one mutation.
#[derive(Clone, Debug)]
pub struct Key {
    /// Name of the mutation.
    pub operation: &'static str,
    /// The client's text.
    pub key: String,
    /// SHA-256 of the input, hexadecimal.
    pub input_hash: String,
}

impl Key {
    /// A key for `input` of `operation`; none where the client gave none.
    ///
    /// # Errors
    /// The key is empty, too long, or holds control characters.
    pub fn of(operation: &'static str, key: Option<String>, input: &impl Serialize) -> Result<Option<Self>> {
        let Some(key) = key else { return Ok(None) };
        let key = text::line(&key);
        if key.is_empty() || key.len() > KEY_MAX || key.contains(char::is_control) {
            return refuse(INVALID, "idempotencyKey");
        }
        let input_hash = hex::encode(Sha256::digest(serde_json::to_vec(input)?));
        Ok(Some(Self { operation, key, input_hash }))
    }
}

/// Runs `work` in a write transaction: committed if it answers `Ok`, else rolled back.
///
/// # Errors
/// What the work answers, or the database's failure after all tries.
pub async fn write<A, T, F>(db: &Db, args: &A, work: F) -> Result<T>
where
    A: Sync,
    T: Send,
    F: for<'t> Fn(&'t Tx, &'t A) -> BoxFuture<'t, Result<T>> + Send + Sync,
{
    let mut tries = 0;
    loop {
        tries += 1;
        let outcome = match begin(db).await {
            Ok(tx) => {
                let outcome = work(&tx, args).await;
                end(tx, outcome).await
            }
            Err(error) => Err(error),
        };
        match outcome {
            Err(Error::Db(error)) if tries < most_tries(&error) => pause(tries).await,
            outcome => return outcome,
        }
    }
}

/// The same for a mutation that may carry an idempotency key.
///
/// # Errors
/// As [`write`]; `KeyReused` if the key was used with another input.
pub async fn write_once<A, T, F>(db: &Db, op: &Operation, key: Option<&Key>, args: &A, work: F) -> Result<T>
where
    A: Sync,
    T: Serialize + DeserializeOwned + Send,
    F: for<'t> Fn(&'t Tx, &'t A) -> BoxFuture<'t, Result<T>> + Send + Sync,
{
    let (Some(key), Some(user_id)) = (key, op.actor.user_id()) else { return write(db, args, work).await };
    write(db, &(op, key, args, &work), move |tx, (op, key, args, work)| {
        Box::pin(async move {
            match claim(tx, op, key, user_id).await? {
                Claim::First(id) => {
                    let answer = work(tx, args).await?;
                    let answered = Set(serde_json::to_value(&answer)?);
                    let row = stored::ActiveModel { id: Set(id), answer: answered, ..Default::default() };
                    #[expect(
                        clippy::disallowed_methods,
                        reason = "written by this transaction, seen by no other"
                    )]
                    let kept = stored::Entity::update(row);
                    kept.exec(tx).await?;
                    Ok(answer)
                }
                Claim::Again(answer) => Ok(serde_json::from_value(answer)?),
            }
        })
    })
    .await
}

enum Claim {
    First(IdempotencyId),
    Again(serde_json::Value),
}

/// The unique index decides who is first; on PostgreSQL the second waits here until the first has committed.
async fn claim(tx: &Tx, op: &Operation, key: &Key, user_id: UserId) -> Result<Claim> {
    let id = op.id();
    let row = stored::ActiveModel {
        id: Set(id),
        user_id: Set(user_id),
        operation: Set(key.operation.to_owned()),
        key: Set(key.key.clone()),
        input_hash: Set(key.input_hash.clone()),
        answer: Set(serde_json::Value::Null),
        created_at: Set(op.now),
    };
    let unique = [stored::Column::UserId, stored::Column::Operation, stored::Column::Key];
    let inserted = stored::Entity::insert(row)
        .on_conflict(OnConflict::columns(unique).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    if inserted == 1 {
        return Ok(Claim::First(id));
    }
    let first = stored::Entity::find()
        .filter(stored::Column::UserId.eq(user_id))
        .filter(stored::Column::Operation.eq(key.operation))
        .filter(stored::Column::Key.eq(&key.key))
        .one(tx)
        .await?
        .ok_or_else(|| Error::Fault("an idempotency key vanished".into()))?;
    if first.input_hash == key.input_hash {
        Ok(Claim::Again(first.answer))
    } else {
        refuse(IDEMPOTENCY_KEY_REUSED, "idempotencyKey")
    }
}

/// The same as [`write()`] for work that stays on one task, such as a command or a test: it may capture.
///
/// # Errors
/// As [`write()`].
pub async fn write_here<T>(db: &Db, work: impl AsyncFn(&Tx) -> Result<T>) -> Result<T> {
    let mut tries = 0;
    loop {
        tries += 1;
        let outcome = match begin(db).await {
            Ok(tx) => {
                let outcome = work(&tx).await;
                end(tx, outcome).await
            }
            Err(error) => Err(error),
        };
        match outcome {
            Err(Error::Db(error)) if tries < most_tries(&error) => pause(tries).await,
            outcome => return outcome,
        }
    }
}

async fn begin(db: &Db) -> Result<Tx> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..Default::default()
    };
    let turn = db.turn().await?;
    let inner = db.writer.begin_with_options(options).await?;
    Ok(Tx {
        inner,
        locks: Locks::default(),
        touched: Touched::default(),
        events: Mutex::default(),
        _turn: turn,
    })
}

async fn end<T>(tx: Tx, outcome: Result<T>) -> Result<T> {
    match outcome {
        Ok(value) => {
            keep::keep(&tx, &tx.touched).await?;
            live::write(&tx, &tx.told()).await?;
            tx.inner.commit().await?;
            Ok(value)
        }
        Err(error) => {
            tx.inner.rollback().await?;
            Err(error)
        }
    }
}

/// A little longer each time.
async fn pause(tries: u32) {
    tokio::time::sleep(Duration::from_millis(u64::from(5 * tries * tries))).await;
}

/// How often a transaction that failed like this is tried: after a serialization failure or a deadlock on PostgreSQL, a busy
/// file on SQLite (another process writes), a row that is no longer as it was read, and one that somebody else holds.
fn most_tries(error: &DbErr) -> u32 {
    // What `door::save` answers where somebody was first.
    if matches!(error, DbErr::RecordNotUpdated) {
        return TRIES;
    }
    match code(error).as_deref() {
        Some("40001" | "40P01" | "5" | "517" | "261") => TRIES,
        Some(LOCK_TIMEOUT) => PATIENT_TRIES,
        _ => 1,
    }
}

/// What PostgreSQL says where a row was held by somebody else for too long.
const LOCK_TIMEOUT: &str = "55P03";

fn sqlx_error(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error))
        | DbErr::Conn(RuntimeErr::SqlxError(error)) => Some(error),
        _ => None,
    }
}

fn code(error: &DbErr) -> Option<String> {
    sqlx_error(error)?.as_database_error()?.code().map(Into::into)
}

/// Whether the same would go better later, through nobody's defect: the database is away, shuts down or has no connection
/// free, or others held for too long what was to be changed.
pub fn is_unavailable(error: &(dyn std::error::Error + 'static)) -> bool {
    let error = match error.downcast_ref::<Error>() {
        Some(Error::Db(error)) => Some(error),
        Some(_) => None,
        None => error.downcast_ref::<DbErr>(),
    };
    let Some(error) = error else { return false };
    if matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) || most_tries(error) > 1 {
        return true;
    }
    match sqlx_error(error) {
        Some(sqlx::Error::Database(error)) => {
            // Too many connections, or the server is starting, stopping or was ended.
            error.code().is_some_and(|code| matches!(&*code, "53300" | "57P01" | "57P02" | "57P03"))
        }
        Some(
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed,
        ) => true,
        _ => false,
    }
}

/// Which dialect a store's raw statement must speak.
pub fn is_postgres(backend: DbBackend) -> bool {
    backend == DbBackend::Postgres
}
