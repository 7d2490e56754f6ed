//! Connections. On SQLite one writer and a few readers that cannot write; on PostgreSQL one pool for both.

use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use icu_collator::{CollatorBorrowed, options::CollatorOptions};
use icu_locale_core::locale;
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbBackend, DbErr};

/// Readers of a SQLite database.
const READERS: u32 = 4;

/// The database: `writer` for the write door alone, `reader` for everything that only reads.
#[derive(Clone, Debug)]
pub struct Db {
    pub(super) writer: DatabaseConnection,
    /// For reads outside a write.
    pub reader: DatabaseConnection,
}

impl Db {
    /// Connects to `sqlite:…` or `postgres:…`. A SQLite file is created where it is missing.
    ///
    /// # Errors
    /// The database cannot be opened or reached.
    pub async fn connect(url: &str) -> Result<Self, DbErr> {
        if url.starts_with("sqlite:") {
            if let Some(file) = sqlite_file(url) {
                make_private(&file);
            }
            // The writer first: it creates the file and switches it to WAL.
            let writer = Database::connect(sqlite(url, 1, false)).await?;
            let reader = Database::connect(sqlite(url, READERS, true)).await?;
            Ok(Self { writer, reader })
        } else {
            let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
            let mut options = ConnectOptions::new(url);
            options
                .max_connections(u32::try_from(cores * 4).unwrap_or(16).max(8))
                .acquire_timeout(Duration::from_secs(10))
                .test_before_acquire_if_idle_for(Duration::from_secs(30))
                .statement_timeout(Duration::from_secs(60))
                .set_application_name("zwornik")
                .sqlx_logging(false);
            let writer = Database::connect(options).await?;
            Ok(Self { reader: writer.clone(), writer })
        }
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

fn sqlite(url: &str, connections: u32, read_only: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(Duration::from_secs(30))
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
