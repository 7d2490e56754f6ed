//! Throw-away databases: every test has one of its own, on a SQLite file and, where there is a server, on PostgreSQL.
//!
//! No member of the workspace is known here, so that `migration`, which may know none, tests itself with the same server
//! as everybody else. Whoever wants a schema says once per process how it is made, by a [`Template`]; each database is
//! then a copy. A database goes with its value.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends where what it stands on fails")]
#![expect(clippy::print_stderr, reason = "tests tell which databases they ran on")]

mod admin;
mod scratch;
mod server;
mod template;

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use tempfile::TempDir;

pub use template::Template;

/// A database of its own.
pub struct Database {
    /// Its address.
    pub url: String,
    /// `sqlite` or `postgres`.
    pub kind: &'static str,
    folder: TempDir,
    on_server: Option<admin::Held>,
}

impl Database {
    /// An empty SQLite file.
    #[must_use]
    pub fn sqlite() -> Self {
        Self::written(&[])
    }

    /// A SQLite file that lies in a folder already.
    #[must_use]
    pub fn sqlite_in(folder: TempDir, name: &str) -> Self {
        Self { url: sqlite_url(&folder.path().join(name)), kind: "sqlite", folder, on_server: None }
    }

    /// An empty PostgreSQL database; none where there is no server.
    pub async fn postgres() -> Option<Self> {
        let admin = admin::admin().await?;
        Some(Self::held(admin.create().await))
    }

    /// A folder that goes with the database.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Drops the database, and waits until it is gone.
    pub async fn end(self) {
        if let Some(held) = self.on_server {
            held.end().await;
        }
    }

    fn written(bytes: &[u8]) -> Self {
        use std::io::Write;
        let folder = scratch::folder();
        let file = folder.path().join("test.sqlite");
        // Nobody but its owner reads it, as the product has it.
        let mut made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file).unwrap();
        made.write_all(bytes).unwrap();
        Self::sqlite_in(folder, "test.sqlite")
    }

    fn held(held: admin::Held) -> Self {
        let folder = scratch::folder();
        Self { url: held.url(), kind: "postgres", folder, on_server: Some(held) }
    }
}

fn sqlite_url(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

/// Runs a test on an empty SQLite file, then on an empty PostgreSQL database where there is a server.
pub async fn on_both(test: impl AsyncFn(&Database)) {
    let base = Database::sqlite();
    test(&base).await;
    if let Some(base) = Database::postgres().await {
        test(&base).await;
        base.end().await;
    }
}
