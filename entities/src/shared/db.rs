//! Connections: writers for the write door alone, and readers that cannot write, so that reads never wait for writes. On
//! SQLite there is one writer.
//!
//! On PostgreSQL each kind has its own patience. A writer waits a few seconds for a row that somebody else holds, a reader
//! waits for nobody. Writers take turns: nobody asks the pool for a connection that is not free, so [`Pools::connect`] is
//! how long a database may take to be reached, and not how many others are at it.

use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use icu_collator::{CollatorBorrowed, options::CollatorOptions};
use icu_locale_core::locale;
use sea_orm::{ConnAcquireErr, ConnectOptions, Database, DatabaseConnection, DbBackend, DbErr, Statement};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::reader::Reader;

/// Readers of a SQLite database.
const READERS: u32 = 4;
/// How long somebody waits for the turn to use it.
const SQLITE: Duration = Duration::from_secs(30);
/// Connections of the readers' pool beyond those who read in turns: who listens holds one.
const LISTENERS: u32 = 2;

/// Connections to a PostgreSQL server, and how patient they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pools {
    /// Connections that write.
    pub writers: u32,
    /// Connections that read.
    pub readers: u32,
    /// How long a free connection may take: until then the server has to answer.
    pub connect: Duration,
    /// How long a write waits for its turn.
    pub turn: Duration,
    /// How long a write waits for a row that somebody else holds.
    pub lock: Duration,
    /// How long a statement of a write may take.
    pub write: Duration,
    /// How long a statement that reads may take.
    pub read: Duration,
}

impl Default for Pools {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let cores = u32::try_from(cores).unwrap_or(16);
        Self {
            writers: Ord::max(cores * 2, 8),
            readers: Ord::max(cores * 4, 8),
            connect: Duration::from_secs(2),
            turn: Duration::from_secs(10),
            lock: Duration::from_secs(3),
            write: Duration::from_secs(60),
            read: Duration::from_secs(30),
        }
    }
}

/// The database: `writer` for the write door alone, `reader` for everything that only reads.
#[derive(Clone, Debug)]
pub struct Db {
    pub(super) writer: DatabaseConnection,
    /// For reads outside a write.
    pub reader: Reader,
    /// As many turns as there are writers.
    turns: Arc<Semaphore>,
    patience: Duration,
}

impl Db {
    /// Connects to `sqlite:…` or `postgres:…`. A SQLite file is created where it is missing.
    ///
    /// # Errors
    /// The database cannot be opened or reached.
    pub async fn connect(url: &str) -> Result<Self, DbErr> {
        Self::connect_with(url, Pools::default()).await
    }

    /// The same with other pools, where it is a server.
    ///
    /// # Errors
    /// The database cannot be opened or reached.
    pub async fn connect_with(url: &str, pools: Pools) -> Result<Self, DbErr> {
        if url.starts_with("sqlite:") {
            if let Some(file) = sqlite_file(url) {
                make_private(&file);
            }
            // The writer first: it creates the file and switches it to WAL.
            let writer = Database::connect(sqlite(url, 1, false)).await?;
            let reader = Database::connect(sqlite(url, READERS, true)).await?;
            let reader = Reader::of(reader, READERS, SQLITE);
            // One writes at a time; its turn comes when the file is free.
            Ok(Self { writer, reader, turns: Arc::new(Semaphore::new(1)), patience: SQLITE })
        } else {
            let writer = Database::connect(postgres(url, pools, true)).await?;
            let reader = Database::connect(postgres(url, pools, false)).await?;
            let reader = Reader::of(reader, pools.readers, pools.connect);
            let turns = Arc::new(Semaphore::new(usize::try_from(pools.writers).unwrap_or(8)));
            Ok(Self { writer, reader, turns, patience: pools.turn })
        }
    }

    /// A turn to write, held for as long as the transaction is open.
    pub(super) async fn turn(&self) -> Result<OwnedSemaphorePermit, DbErr> {
        let turn = Arc::clone(&self.turns).acquire_owned();
        match tokio::time::timeout(self.patience, turn).await {
            Ok(Ok(turn)) => Ok(turn),
            // The semaphore is never closed.
            Ok(Err(_)) => Err(DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed)),
            Err(_) => Err(DbErr::ConnectionAcquire(ConnAcquireErr::Timeout)),
        }
    }

    /// Tells each statement that reads and each of a write, by its text.
    pub fn tell_statements(
        &mut self,
        read: impl Fn(&Statement) + Send + Sync + 'static,
        written: impl Fn(&Statement) + Send + Sync + 'static,
    ) {
        self.reader.tell(read);
        self.writer.set_metric_callback(move |info| written(info.statement));
    }

    /// Which database it is.
    pub fn backend(&self) -> DbBackend {
        self.writer.get_database_backend()
    }

    /// The connection that migrations run on. Nothing else may use it: writes go through `shared::tx`.
    pub fn for_migration(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Closes all connections.
    ///
    /// # Errors
    /// The database failed.
    pub async fn close(self) -> Result<(), DbErr> {
        self.reader.close().await?;
        self.writer.close().await
    }
}

/// The address of an embedded database at this path, whatever signs the path holds.
pub fn sqlite_url(file: &Path) -> String {
    use std::os::unix::ffi::OsStrExt;
    let mut url = String::from(if file.is_absolute() { "sqlite://" } else { "sqlite:" });
    for byte in file.as_os_str().as_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                url.push(char::from(*byte))
            }
            other => url.push_str(&format!("%{other:02X}")),
        }
    }
    url
}

/// The file of an embedded database; none for other databases, and for one in memory.
pub fn sqlite_file(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    let (path, _) = path.split_once('?').unwrap_or((path, ""));
    (!path.is_empty() && path != ":memory:").then(|| unescaped(path).into())
}

/// Percent signs and two digits are one byte, as the driver reads them.
fn unescaped(path: &str) -> String {
    let (mut bytes, mut rest) = (vec![], path.as_bytes());
    while let [first, after @ ..] = rest {
        let mut byte = [0];
        match after {
            [a, b, left @ ..] if *first == b'%' && hex::decode_to_slice([*a, *b], &mut byte).is_ok() => {
                bytes.push(byte[0]);
                rest = left;
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Makes the file before SQLite does, so that nobody but its owner reads it; SQLite gives its other files the same
/// mode. What cannot be made here is told by the opening.
fn make_private(file: &Path) {
    let made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    if let Err(error) = made {
        tracing::debug!(%error, "the database file is there or cannot be made");
    }
}

fn postgres(url: &str, pools: Pools, writes: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(if writes { pools.writers } else { pools.readers + LISTENERS })
        .acquire_timeout(pools.connect)
        .test_before_acquire_if_idle_for(Duration::from_secs(30))
        .statement_timeout(if writes { pools.write } else { pools.read })
        .set_application_name("zwornik")
        .sqlx_logging(false)
        .map_sqlx_postgres_opts(move |options| {
            if writes {
                options.options([("lock_timeout", pools.lock.as_millis().to_string())])
            } else {
                options.options([("default_transaction_read_only", "on")])
            }
        });
    options
}

fn sqlite(url: &str, connections: u32, read_only: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(SQLITE)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |options| {
            let options = options
                .create_if_missing(!read_only)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(5))
                // PostgreSQL's name, so that one ORDER BY … COLLATE serves both.
                .collation("pl-x-icu", polish_order())
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "NORMAL")
                .pragma("cache_size", "-8000")
                .pragma("temp_store", "MEMORY");
            if read_only {
                options.pragma("query_only", "ON")
            } else {
                options.pragma("journal_size_limit", "67108864")
            }
        });
    options
}

fn polish_order() -> impl Fn(&str, &str) -> std::cmp::Ordering + Send + Sync + 'static {
    let collator = CollatorBorrowed::try_new(locale!("pl").into(), CollatorOptions::default()).ok();
    move |a, b| collator.as_ref().map_or_else(|| a.cmp(b), |c| c.compare(a, b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_database_lies_where_its_folder_is_whatever_the_folder_is_called() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["zażółć gęślą", "a?b#c", "100%25", "[::1]:8080", "co=to&kto"] {
            let file = folder.path().join(name).join("z.sqlite");
            std::fs::create_dir(folder.path().join(name)).expect("made");
            let url = sqlite_url(&file);
            assert_eq!(sqlite_file(&url).as_deref(), Some(file.as_path()), "{url}");
            let db = Db::connect(&url).await.expect("opened");
            db.close().await.expect("closed");
            assert!(std::fs::metadata(&file).is_ok_and(|file| file.len() > 0), "{url}");
        }
    }

    #[test]
    fn a_relative_path_stays_relative() {
        assert_eq!(sqlite_url(Path::new("./mój folder/z.sqlite")), "sqlite:./m%C3%B3j%20folder/z.sqlite");
        assert_eq!(sqlite_file("sqlite:./m%C3%B3j%20folder/z.sqlite"), Some("./mój folder/z.sqlite".into()));
    }

    #[test]
    fn the_file_is_where_the_driver_looks() {
        for (url, file) in [
            ("sqlite:///var/lib/z.sqlite", Some("/var/lib/z.sqlite")),
            ("sqlite://./z.sqlite?mode=rwc", Some("./z.sqlite")),
            ("sqlite:z%20%C4%85%.sqlite", Some("z ą%.sqlite")),
            ("sqlite::memory:", None),
            ("postgres://host/z", None),
        ] {
            assert_eq!(sqlite_file(url), file.map(PathBuf::from), "{url}");
        }
    }
}
