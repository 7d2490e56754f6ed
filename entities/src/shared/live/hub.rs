//! Hands out what this process hears. The feed begins with the first who wants to hear something: an installation
//! without subscribers spends nothing on events.

use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::{self, BoxStream, StreamExt};
use tokio::sync::{Mutex, broadcast};

use super::Event;
use super::feed::{self, Signal};
use crate::shared::db::Db;
use crate::shared::error::Result;

/// Signals a subscriber may lag behind; one that lags further reads anew.
const BEHIND: usize = 4_096;

/// What this process hears. Cheap to clone.
#[derive(Clone)]
pub struct Hub {
    db: Db,
    feed: Feed,
}

/// How often somebody who waits is woken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// After an event: further events within this time wake once.
    pub calm: Duration,
    /// Without any event: rights and time change things as well.
    pub recheck: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { calm: Duration::from_millis(100), recheck: Duration::from_secs(30) }
    }
}

impl Hub {
    /// The hub of a database.
    pub fn of(db: Db) -> Self {
        Self { db, feed: Feed::default() }
    }

    /// Yields at once, then whenever one of `events` may have happened, and from time to time. Whatever is committed
    /// after this has answered wakes. Ends when the database is closed.
    ///
    /// # Errors
    /// The database failed.
    pub async fn watch(&self, events: Vec<Event>, pace: Pace) -> Result<BoxStream<'static, ()>> {
        let receiver = self.receiver().await?;
        let waiting =
            stream::unfold((receiver, events, true), move |(mut receiver, events, first)| async move {
                if !first {
                    let heard = tokio::time::timeout(pace.recheck, one_of(&mut receiver, &events)).await;
                    match heard {
                        Ok(true) => tokio::time::sleep(pace.calm).await,
                        Ok(false) => return None,
                        Err(_) => {}
                    }
                    // Whatever was heard up to here is answered by what is read from here.
                    receiver = receiver.resubscribe();
                }
                Some(((), (receiver, events, false)))
            });
        Ok(waiting.boxed())
    }

    async fn receiver(&self) -> Result<broadcast::Receiver<Signal>> {
        let mut open = self.feed.0.lock().await;
        if let Some(sender) = open.as_ref() {
            return Ok(sender.subscribe());
        }
        let source = feed::open(&self.db).await?;
        let (sender, receiver) = broadcast::channel(BEHIND);
        *open = Some(sender.clone());
        tokio::spawn(feed::run(self.db.clone(), source, sender, self.feed.clone()));
        Ok(receiver)
    }
}

/// Waits for one of `events`; false where there will be none any more.
async fn one_of(receiver: &mut broadcast::Receiver<Signal>, events: &[Event]) -> bool {
    loop {
        match receiver.recv().await {
            Ok(Signal::Changed(event)) if !events.contains(&event) => {}
            Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => return true,
            Err(broadcast::error::RecvError::Closed) => return false,
        }
    }
}

/// The running feed, where there is one.
#[derive(Clone, Default)]
pub(super) struct Feed(Arc<Mutex<Option<broadcast::Sender<Signal>>>>);

impl Feed {
    /// Ends the feed where nobody hears it. Who comes later begins a new one.
    pub(super) async fn close_unless_heard(&self, sender: &broadcast::Sender<Signal>) -> bool {
        if sender.receiver_count() > 0 {
            return false;
        }
        let mut open = self.0.lock().await;
        let idle = sender.receiver_count() == 0;
        if idle {
            *open = None;
        }
        idle
    }

    /// Notes that the feed has ended; who waits is told by the sender's end.
    pub(super) async fn ended(&self, sender: &broadcast::Sender<Signal>) {
        let mut open = self.0.lock().await;
        if open.as_ref().is_some_and(|other| other.same_channel(sender)) {
            *open = None;
        }
    }
}
