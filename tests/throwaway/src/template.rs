//! A database that is made once per process; what tests get are copies.

use std::path::Path;

use sea_orm::{ConnectionTrait, Database as Connection, DbBackend, Statement};
use tokio::sync::OnceCell;

use crate::{Database, admin};

/// How a database is when a test gets it. Meant for a static.
#[derive(Default)]
pub struct Template {
    /// The bytes of the file.
    sqlite: OnceCell<Vec<u8>>,
    /// Its name on the server; dropped with the server, or by a later process that finds this one gone.
    postgres: OnceCell<String>,
}

impl Template {
    /// One that is not made yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { sqlite: OnceCell::const_new(), postgres: OnceCell::const_new() }
    }

    /// A copy as a SQLite file; `make` turns the empty database at an address into what is copied, and runs for whoever
    /// comes first.
    pub async fn sqlite(&self, make: impl AsyncFnOnce(&str)) -> Database {
        let bytes = self.sqlite.get_or_init(async || {
            let original = Database::sqlite();
            make(&original.url).await;
            settled(&original).await
        });
        Database::written(bytes.await)
    }

    /// A copy on PostgreSQL; none where there is no server.
    pub async fn postgres(&self, make: impl AsyncFnOnce(&str)) -> Option<Database> {
        let admin = admin::admin().await?;
        let name = self.postgres.get_or_init(async || {
            let original = admin.create().await;
            make(&original.url()).await;
            admin.close(original).await
        });
        Some(Database::held(admin.copy(name.await).await))
    }
}

/// The bytes of a SQLite file with all that was written to it, also where whoever wrote has not closed it: without its
/// write-ahead log the file alone is only what was moved into it by chance.
async fn settled(base: &Database) -> Vec<u8> {
    let file = base.folder().join("test.sqlite");
    let db = Connection::connect(&base.url).await.unwrap();
    let truncate = Statement::from_string(DbBackend::Sqlite, "PRAGMA wal_checkpoint(TRUNCATE)");
    let row = db.query_one_raw(truncate).await.unwrap().unwrap();
    let busy: i32 = row.try_get_by_index(0).unwrap();
    assert_eq!(busy, 0, "nobody reads or writes the original any more");
    let bytes = std::fs::read(&file).unwrap();
    db.close().await.unwrap();
    let log = std::fs::metadata(Path::new(&format!("{}-wal", file.display()))).map_or(0, |log| log.len());
    assert_eq!(log, 0, "all is in the file");
    bytes
}
