//! The door of everything that only reads: connections that rest between statements.
//!
//! The driver's pool asks the server for a sign of life whenever a connection comes back to it: a round trip after each
//! statement, as long as a small statement takes itself. So connections that have answered are kept beside the pool. One that failed,
//! or whose reader did not wait for the answer, goes back to the pool, which looks at it.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sea_orm::prelude::async_trait::async_trait;
use sea_orm::sqlx::pool::PoolConnection;
use sea_orm::sqlx::{self, AssertSqlSafe, Executor, IntoArguments, Pool, Postgres, Sqlite};
use sea_orm::{
    ConnAcquireErr, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult,
    RuntimeErr, Statement,
};
use sea_query_sqlx::SqlxValues;
use tokio::sync::Semaphore;

/// How long a connection may rest before the pool looks at it again.
const REST: Duration = Duration::from_secs(30);
/// How long a connection stays out of the pool, which ends those that are old.
const OUT: Duration = Duration::from_secs(600);

type Told = Arc<dyn Fn(&Statement) + Send + Sync>;

/// Connections that cannot write. Cheap to clone.
#[derive(Clone)]
pub struct Reader {
    pool: DatabaseConnection,
    kept: Arc<Kept>,
    told: Option<Told>,
}

enum Kept {
    Postgres(Resting<Postgres>),
    Sqlite(Resting<Sqlite>),
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").finish_non_exhaustive()
    }
}

impl Reader {
    /// Reads by so many connections of a pool at once; who comes later waits this long for a turn. The pool must have more, for
    /// whoever listens.
    pub(super) fn of(pool: DatabaseConnection, turns: u32, patience: Duration) -> Self {
        let turns = usize::try_from(turns).unwrap_or(1);
        let kept = if pool.get_database_backend() == DbBackend::Postgres {
            Kept::Postgres(Resting::of(pool.get_postgres_connection_pool().clone(), turns, patience))
        } else {
            Kept::Sqlite(Resting::of(pool.get_sqlite_connection_pool().clone(), turns, patience))
        };
        Self { pool, kept: Arc::new(kept), told: None }
    }

    /// The pool itself, for whoever holds a connection for long.
    pub fn pool(&self) -> &DatabaseConnection {
        &self.pool
    }

    /// Tells each statement by its text.
    pub(super) fn tell(&mut self, told: impl Fn(&Statement) + Send + Sync + 'static) {
        self.told = Some(Arc::new(told));
    }

    /// Closes all connections.
    ///
    /// # Errors
    /// The database failed.
    pub(super) async fn close(self) -> Result<(), DbErr> {
        match &*self.kept {
            Kept::Postgres(resting) => resting.wake(),
            Kept::Sqlite(resting) => resting.wake(),
        }
        self.pool.close().await
    }

    fn tells(&self, statement: &Statement) {
        if let Some(told) = &self.told {
            told(statement);
        }
    }
}

#[async_trait]
impl ConnectionTrait for Reader {
    fn get_database_backend(&self) -> DbBackend {
        self.pool.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.tells(&statement);
        self.pool.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.pool.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.tells(&statement);
        match &*self.kept {
            Kept::Postgres(resting) => resting.one(statement).await,
            Kept::Sqlite(resting) => resting.one(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.tells(&statement);
        match &*self.kept {
            Kept::Postgres(resting) => resting.all(statement).await,
            Kept::Sqlite(resting) => resting.all(statement).await,
        }
    }
}

/// Connections of a pool that rest, and the turns of those who read by them. As many turns as connections, so whoever has a
/// turn waits for nobody.
struct Resting<DB: sqlx::Database> {
    pool: Pool<DB>,
    turns: Semaphore,
    patience: Duration,
    /// The one that rested last comes first: its statements are prepared, and the others may end.
    idle: Mutex<Vec<Lane<DB>>>,
}

/// A connection out of its pool.
struct Lane<DB: sqlx::Database> {
    connection: PoolConnection<DB>,
    /// Since when it is out.
    out: Instant,
    /// Since when it rests.
    rests: Instant,
}

impl<DB: sqlx::Database> Deref for Lane<DB> {
    type Target = DB::Connection;

    fn deref(&self) -> &Self::Target {
        &self.connection
    }
}

impl<DB: sqlx::Database> DerefMut for Lane<DB> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.connection
    }
}

impl<DB: sqlx::Database> Resting<DB> {
    fn of(pool: Pool<DB>, turns: usize, patience: Duration) -> Self {
        Self { pool, turns: Semaphore::new(turns), patience, idle: Mutex::default() }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Lane<DB>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives all of them back to the pool.
    fn wake(&self) {
        let idle = std::mem::take(&mut *self.idle());
        drop(idle);
    }

    async fn take(&self) -> Result<Lane<DB>, DbErr> {
        loop {
            let rested = self.idle().pop();
            match rested {
                Some(lane) if lane.rests.elapsed() < REST && lane.out.elapsed() < OUT => return Ok(lane),
                // Back to the pool, which looks whether it still lives.
                Some(_) => {}
                None => break,
            }
        }
        let connection = self.pool.acquire().await.map_err(acquiring)?;
        let now = Instant::now();
        Ok(Lane { connection, out: now, rests: now })
    }

    fn rest(&self, mut lane: Lane<DB>) {
        if self.pool.is_closed() {
            return;
        }
        lane.rests = Instant::now();
        let mut idle = self.idle();
        idle.push(lane);
        let bottom = idle.first().is_some_and(|lane| lane.rests.elapsed() >= REST).then(|| idle.remove(0));
        drop(idle);
        drop(bottom);
    }
}

impl<DB: sqlx::Database> Resting<DB>
where
    SqlxValues: IntoArguments<DB>,
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
    QueryResult: From<DB::Row>,
{
    async fn turn(&self) -> Result<tokio::sync::SemaphorePermit<'_>, DbErr> {
        match tokio::time::timeout(self.patience, self.turns.acquire()).await {
            Ok(Ok(turn)) => Ok(turn),
            // The semaphore is never closed.
            Ok(Err(_)) => Err(DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed)),
            Err(_) => Err(DbErr::ConnectionAcquire(ConnAcquireErr::Timeout)),
        }
    }

    async fn one(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let _turn = self.turn().await?;
        let mut lane = self.take().await?;
        let query = sqlx::query_with(AssertSqlSafe(statement.sql), values(statement.values));
        let row = query.fetch_optional(&mut *lane).await.map_err(asking)?;
        self.rest(lane);
        Ok(row.map(Into::into))
    }

    async fn all(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let _turn = self.turn().await?;
        let mut lane = self.take().await?;
        let query = sqlx::query_with(AssertSqlSafe(statement.sql), values(statement.values));
        let rows = query.fetch_all(&mut *lane).await.map_err(asking)?;
        self.rest(lane);
        Ok(rows.into_iter().map(Into::into).collect())
    }
}

impl<DB: sqlx::Database> Drop for Resting<DB> {
    /// The pool may be gone and so may the runtime, in which a connection is given back.
    fn drop(&mut self) {
        for lane in std::mem::take(&mut *self.idle()) {
            drop(lane.connection.detach());
        }
    }
}

fn values(values: Option<sea_orm::Values>) -> SqlxValues {
    SqlxValues(values.unwrap_or_else(|| sea_orm::Values(vec![])))
}

fn asking(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(Arc::new(error)))
}

fn acquiring(error: sqlx::Error) -> DbErr {
    match error {
        sqlx::Error::PoolTimedOut => DbErr::ConnectionAcquire(ConnAcquireErr::Timeout),
        sqlx::Error::PoolClosed => DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed),
        other => DbErr::Conn(RuntimeErr::SqlxError(Arc::new(other))),
    }
}
