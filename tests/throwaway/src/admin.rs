//! Makes and drops databases on the server, on a thread of its own, because the runtime of a test ends with the test.
//!
//! A process marks its databases by a number in their names and holds an advisory lock of that number for as long as it
//! lives. So a later process drops what an earlier one left on a server that outlives both, wherever that one ran.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement};
use tokio::sync::{mpsc, oneshot};

use crate::server;

/// How the names of all test databases begin.
const PREFIX: &str = "zwornik_test_";

/// Something to be done on the server, and who waits for it.
struct Order {
    sql: String,
    done: Option<oneshot::Sender<Result<(), DbErr>>>,
}

/// Who makes and drops.
pub(crate) struct Admin {
    server: &'static str,
    mark: i64,
    /// How a template is copied: as files where the server knows how, which is faster for something small.
    strategy: &'static str,
    count: AtomicUsize,
    orders: mpsc::UnboundedSender<Order>,
}

/// That of this process; none where there is no server.
pub(crate) async fn admin() -> Option<&'static Admin> {
    static ADMIN: OnceLock<Option<Admin>> = OnceLock::new();
    if let Some(admin) = ADMIN.get() {
        return admin.as_ref();
    }
    tokio::task::spawn_blocking(|| ADMIN.get_or_init(|| server::server().map(Admin::start)).as_ref())
        .await
        .unwrap()
}

impl Admin {
    fn start(server: &'static str) -> Self {
        let mark = RandomState::new().hash_one(std::process::id()).cast_signed();
        let (orders, taken) = mpsc::unbounded_channel();
        let (ready, is_ready) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                // One connection for the lock, which is a session's.
                let watch = open(server, 1).await;
                assert!(try_lock(&watch, mark).await, "no other process has this mark");
                tidy_up(&watch, mark).await;
                let pool = open(server, 4).await;
                ready.send(strategy(&watch).await).unwrap();
                serve(pool, taken).await;
                drop(watch);
            });
        });
        let strategy =
            is_ready.recv().unwrap_or_else(|_| panic!("the PostgreSQL server at {server} cannot be used"));
        Self { server, mark, strategy, count: AtomicUsize::new(0), orders }
    }

    /// Makes an empty database.
    pub(crate) async fn create(&self) -> Held {
        self.make("").await
    }

    /// Makes a copy of a closed database.
    pub(crate) async fn copy(&self, original: &str) -> Held {
        self.make(&format!("TEMPLATE {original} {}", self.strategy)).await
    }

    async fn make(&self, like: &str) -> Held {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        let name = format!("{PREFIX}{:016x}_{number}", self.mark);
        self.run(format!("CREATE DATABASE {name} {like}")).await;
        Held { server: self.server, name, orders: Some(self.orders.clone()) }
    }

    /// Makes a database nobody's and lets nobody in any more, so that copying it never waits. Answers its name.
    pub(crate) async fn close(&self, mut held: Held) -> String {
        held.orders = None;
        self.run(format!("ALTER DATABASE {} WITH ALLOW_CONNECTIONS false", held.name)).await;
        std::mem::take(&mut held.name)
    }

    async fn run(&self, sql: String) {
        order(&self.orders, sql).await;
    }
}

/// A database on the server, dropped with this.
pub(crate) struct Held {
    server: &'static str,
    name: String,
    /// None once it is not ours to drop.
    orders: Option<mpsc::UnboundedSender<Order>>,
}

impl Held {
    pub(crate) fn url(&self) -> String {
        format!("{}/{}", self.server, self.name)
    }

    /// Drops it, and waits until it is gone.
    pub(crate) async fn end(mut self) {
        if let Some(orders) = self.orders.take() {
            order(&orders, gone(&self.name)).await;
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(orders) = self.orders.take() {
            // Nobody takes it where the process ends.
            let _ = orders.send(Order { sql: gone(&self.name), done: None });
        }
    }
}

fn gone(name: &str) -> String {
    format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")
}

async fn order(orders: &mpsc::UnboundedSender<Order>, sql: String) {
    let (done, is_done) = oneshot::channel();
    assert!(orders.send(Order { sql: sql.clone(), done: Some(done) }).is_ok(), "somebody serves");
    is_done.await.unwrap().unwrap_or_else(|error| panic!("{sql}: {error}"));
}

async fn serve(pool: DatabaseConnection, mut taken: mpsc::UnboundedReceiver<Order>) {
    while let Some(order) = taken.recv().await {
        let pool = pool.clone();
        tokio::spawn(async move {
            let outcome = pool.execute_unprepared(&order.sql).await.map(drop);
            match order.done {
                Some(done) => drop(done.send(outcome)),
                None => {
                    if let Err(error) = outcome {
                        eprintln!("{}: {error}", order.sql);
                    }
                }
            }
        });
    }
}

/// Drops databases whose processes are gone.
async fn tidy_up(watch: &DatabaseConnection, own: i64) {
    let all = format!("SELECT datname::text FROM pg_database WHERE starts_with(datname::text, '{PREFIX}')");
    let rows = watch.query_all_raw(Statement::from_string(DbBackend::Postgres, all)).await.unwrap();
    let mut left: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for row in rows {
        let name: String = row.try_get_by_index(0).unwrap();
        let mark = name[PREFIX.len()..].split('_').next().and_then(|mark| u64::from_str_radix(mark, 16).ok());
        if let Some(mark) = mark.map(u64::cast_signed).filter(|mark| *mark != own) {
            left.entry(mark).or_default().push(name);
        }
    }
    for (mark, names) in left {
        if try_lock(watch, mark).await {
            for name in names {
                watch.execute_unprepared(&gone(&name)).await.unwrap();
            }
            watch.execute_unprepared(&format!("SELECT pg_advisory_unlock({mark})")).await.unwrap();
        }
    }
}

async fn strategy(watch: &DatabaseConnection) -> &'static str {
    let version = "SELECT current_setting('server_version_num')::int";
    let row =
        watch.query_one_raw(Statement::from_string(DbBackend::Postgres, version)).await.unwrap().unwrap();
    let version: i32 = row.try_get_by_index(0).unwrap();
    if version >= 150_000 { "STRATEGY FILE_COPY" } else { "" }
}

async fn try_lock(watch: &DatabaseConnection, mark: i64) -> bool {
    let lock = Statement::from_string(DbBackend::Postgres, format!("SELECT pg_try_advisory_lock({mark})"));
    watch.query_one_raw(lock).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

async fn open(server: &str, connections: u32) -> DatabaseConnection {
    let mut options = ConnectOptions::new(format!("{server}/postgres"));
    options
        .max_connections(connections)
        .min_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .sqlx_logging(false);
    Database::connect(options).await.unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a database is there.
    async fn is_there(watch: &DatabaseConnection, name: &str) -> bool {
        let sql = format!("SELECT 1 FROM pg_database WHERE datname = '{name}'");
        watch.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap().is_some()
    }

    #[tokio::test]
    async fn what_a_dead_process_left_goes_and_what_a_living_one_has_stays() {
        let Some(admin) = admin().await else { return };
        let [dead, living] =
            [0x7e57_0001_i64, 0x7e57_0002].map(|mark| (mark, format!("{PREFIX}{mark:016x}_0")));
        let own = admin.create().await;
        for name in [&dead.1, &living.1] {
            admin.run(format!("CREATE DATABASE {name}")).await;
        }
        let (alive, watch) = (open(admin.server, 1).await, open(admin.server, 1).await);
        assert!(try_lock(&alive, living.0).await);
        tidy_up(&watch, admin.mark).await;
        assert!(!is_there(&watch, &dead.1).await);
        assert!(is_there(&watch, &living.1).await && is_there(&watch, &own.name).await);
        alive.close().await.unwrap();
        admin.run(gone(&living.1)).await;
        let name = own.name.clone();
        own.end().await;
        assert!(!is_there(&watch, &name).await);
    }
}
