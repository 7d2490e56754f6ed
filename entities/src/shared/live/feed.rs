//! What one process hears. On PostgreSQL one connection listens; a lost one is opened again, and then everybody is
//! told to read anew, because what was told meanwhile is gone. On SQLite the table is read a few times a second,
//! which costs a look at the end of an index and hears other processes on the same file.

use std::time::Duration;

use sea_orm::sqlx::postgres::PgListener;
use sea_orm::sqlx::{self};
use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr};
use tokio::sync::broadcast;

use super::hub::Feed;
use super::{Event, store};
use crate::shared::db::Db;
use crate::shared::error::{Error, Result};
use crate::shared::reader::Reader;
use crate::shared::tx::is_postgres;

/// How often SQLite is looked at.
const POLL: Duration = Duration::from_millis(200);
/// How long a database that fails is left alone.
const PAUSE: Duration = Duration::from_secs(1);

/// What a subscriber hears.
#[derive(Clone, Copy, Debug)]
pub(super) enum Signal {
    /// This may have changed.
    Changed(Event),
    /// Anything may have changed: something was missed.
    Anything,
}

/// A source that hears every event committed after it was opened.
pub(super) enum Source {
    Listener(Box<PgListener>),
    Table { after: i64 },
}

/// Opens the source of a database.
///
/// # Errors
/// The database failed.
pub(super) async fn open(db: &Db) -> Result<Source> {
    if is_postgres(db.backend()) {
        Ok(Source::Listener(Box::new(listen(&db.reader).await.map_err(fault)?)))
    } else {
        Ok(Source::Table { after: store::newest(&db.reader).await? })
    }
}

/// Hands on what is heard, until the database is closed; on SQLite also until nobody wants to hear it.
pub(super) async fn run(db: Db, source: Source, to: broadcast::Sender<Signal>, feed: Feed) {
    match source {
        Source::Listener(listener) => notifications(&db.reader, *listener, &to).await,
        Source::Table { after } => table(&db.reader, after, &to, &feed).await,
    }
    feed.ended(&to).await;
}

async fn listen(db: &Reader) -> std::result::Result<PgListener, sqlx::Error> {
    let mut listener = PgListener::connect_with(db.pool().get_postgres_connection_pool()).await?;
    listener.listen(store::CHANNEL).await?;
    Ok(listener)
}

async fn notifications(db: &Reader, mut listener: PgListener, to: &broadcast::Sender<Signal>) {
    loop {
        match listener.try_recv().await {
            Ok(Some(heard)) => {
                for word in heard.payload().split(' ') {
                    let signal = Event::parse(word).map_or(Signal::Anything, Signal::Changed);
                    // An error means that nobody listens at present.
                    to.send(signal).ok();
                }
                continue;
            }
            // Lost and open again.
            Ok(None) => {}
            Err(sqlx::Error::PoolClosed) => return,
            Err(error) => {
                tracing::warn!(%error, "events are not heard; listening again");
                listener = loop {
                    tokio::time::sleep(PAUSE).await;
                    match listen(db).await {
                        Ok(listener) => break listener,
                        Err(sqlx::Error::PoolClosed) => return,
                        Err(error) => tracing::warn!(%error, "events are not heard"),
                    }
                };
            }
        }
        to.send(Signal::Anything).ok();
    }
}

async fn table(db: &Reader, mut after: i64, to: &broadcast::Sender<Signal>, feed: &Feed) {
    loop {
        tokio::time::sleep(POLL).await;
        if feed.close_unless_heard(to).await {
            return;
        }
        match store::after(db, after).await {
            Ok(rows) => {
                for row in rows {
                    // A gap: rows were swept before they were read.
                    let missed = row.id != after + 1;
                    let event = Event::of(&row.topic, row.subject).filter(|_| !missed);
                    to.send(event.map_or(Signal::Anything, Signal::Changed)).ok();
                    after = row.id;
                }
            }
            Err(error) if is_closed(&error) => return,
            Err(error) => {
                tracing::warn!(%error, "events are not read");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

fn is_closed(error: &Error) -> bool {
    matches!(
        error,
        Error::Db(DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed))
            | Error::Db(DbErr::Conn(RuntimeErr::SqlxError(_)))
    )
}

fn fault(error: sqlx::Error) -> Error {
    Error::Db(DbErr::Conn(RuntimeErr::SqlxError(std::sync::Arc::new(error))))
}
