//! Copies of a template, on both databases.

#![expect(clippy::unwrap_used, reason = "a test ends where what it stands on fails")]

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use sea_orm::{ConnectionTrait, Database as Connection, DatabaseConnection, Statement};
use throwaway::{Database, Template};

async fn open(url: &str) -> DatabaseConnection {
    Connection::connect(url).await.unwrap()
}

async fn run(db: &DatabaseConnection, sql: &str) {
    db.execute_unprepared(sql).await.unwrap();
}

async fn words(base: &Database) -> Vec<String> {
    let db = open(&base.url).await;
    let all = Statement::from_string(db.get_database_backend(), "SELECT word FROM words ORDER BY word");
    let rows = db.query_all_raw(all).await.unwrap();
    db.close().await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

async fn copies_are_alike_and_apart(copy: impl AsyncFn() -> Option<Database>) -> bool {
    let (Some(one), Some(two)) = (copy().await, copy().await) else { return false };
    assert_ne!(one.url, two.url);
    let db = open(&one.url).await;
    run(&db, "INSERT INTO words VALUES ('more')").await;
    db.close().await.unwrap();
    assert_eq!(words(&one).await, ["first", "more"]);
    assert_eq!(words(&two).await, ["first"]);
    one.end().await;
    assert_eq!(words(&copy().await.unwrap()).await, ["first"]);
    true
}

#[tokio::test]
async fn copies_have_what_the_template_has_and_know_nothing_of_one_another() {
    let (template, made) = (Template::new(), AtomicUsize::new(0));
    let make = async |url: &str| {
        made.fetch_add(1, Ordering::Relaxed);
        let db = open(url).await;
        run(&db, "CREATE TABLE words (word TEXT PRIMARY KEY)").await;
        run(&db, "INSERT INTO words VALUES ('first')").await;
        db.close().await.unwrap();
    };
    assert!(copies_are_alike_and_apart(async || Some(template.sqlite(&make).await)).await);
    assert_eq!(made.load(Ordering::Relaxed), 1);
    if copies_are_alike_and_apart(async || template.postgres(&make).await).await {
        assert_eq!(made.load(Ordering::Relaxed), 2);
    }
}

#[tokio::test]
async fn what_is_still_in_the_write_ahead_log_is_copied() {
    let (template, open_still) = (Template::new(), Mutex::new(None));
    let make = async |url: &str| {
        let db = open(url).await;
        for sql in [
            "PRAGMA journal_mode = WAL",
            "PRAGMA wal_autocheckpoint = 0",
            "CREATE TABLE words (word TEXT PRIMARY KEY)",
            "INSERT INTO words VALUES ('first')",
        ] {
            run(&db, sql).await;
        }
        let file = url.strip_prefix("sqlite://").unwrap();
        assert!(std::fs::metadata(format!("{file}-wal")).unwrap().len() > 0, "nothing has moved it yet");
        *open_still.lock().unwrap() = Some(db);
    };
    assert!(copies_are_alike_and_apart(async || Some(template.sqlite(&make).await)).await);
}
