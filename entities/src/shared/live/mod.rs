//! Events: who waits for something hears that it may have changed, in whatever process the change was written.
//!
//! An event is a topic and a key, no more. It is told inside the transaction that makes the change, so it is heard
//! after the commit or never, and whoever hears it reads anew through `visible_to`. So an event that is lost, doubled
//! or heard by the wrong one harms nobody: what counts is what is read.
//!
//! | file | what |
//! | --- | --- |
//! | `store.rs` | telling: NOTIFY on PostgreSQL, a row of `live_event` on SQLite |
//! | `feed.rs` | hearing: LISTEN on PostgreSQL, a poll on SQLite |
//! | `hub.rs` | hands out what one process hears |
//!
//! Absent on purpose: contents (a payload may have 8 000 bytes, and rights differ), order, and a history.

mod feed;
mod hub;
pub mod live_event;
mod store;

use uuid::Uuid;

pub use hub::{Hub, Pace};

use super::error::Result;
use super::ids::{EditionId, PersonId, RunId, TypedId, UserId};
use super::tx::Tx;

/// What may have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// Seats, waiting list or state of an edition.
    Seats(EditionId),
    /// Certificates of an edition: issued, rendered, given up, ended.
    CertificatesOfEdition(EditionId),
    /// The same, of a person.
    CertificatesOfPerson(PersonId),
    /// State and progress of a report's run.
    Run(RunId),
    /// Roles, sessions and tokens of a user.
    Rights(UserId),
}

impl Event {
    /// Topic and key.
    fn parts(self) -> (&'static str, Uuid) {
        match self {
            Self::Seats(id) => ("seats", id.uuid()),
            Self::CertificatesOfEdition(id) => ("certificates_of_edition", id.uuid()),
            Self::CertificatesOfPerson(id) => ("certificates_of_person", id.uuid()),
            Self::Run(id) => ("run", id.uuid()),
            Self::Rights(id) => ("rights", id.uuid()),
        }
    }

    /// The event of a topic and a key; none for a topic of another version of the program.
    fn of(topic: &str, key: Uuid) -> Option<Self> {
        Some(match topic {
            "seats" => Self::Seats(EditionId(key)),
            "certificates_of_edition" => Self::CertificatesOfEdition(EditionId(key)),
            "certificates_of_person" => Self::CertificatesOfPerson(PersonId(key)),
            "run" => Self::Run(RunId(key)),
            "rights" => Self::Rights(UserId(key)),
            _ => return None,
        })
    }

    /// The event as a word of a notification.
    fn text(self) -> String {
        let (topic, key) = self.parts();
        format!("{topic}:{}", key.simple())
    }

    /// Reads a word of a notification.
    fn parse(text: &str) -> Option<Self> {
        let (topic, key) = text.split_once(':')?;
        Self::of(topic, Uuid::try_parse(key).ok()?)
    }
}

/// Tells everybody, once the transaction has committed. However often one event is told by a transaction, it is heard once.
pub fn tell(tx: &Tx, event: Event) {
    tx.tell(&[event]);
}

/// The same for several.
pub fn tell_all(tx: &Tx, events: &[Event]) {
    tx.tell(events);
}

/// Writes what a transaction told, at its end.
pub(super) async fn write(tx: &Tx, events: &[Event]) -> Result<()> {
    store::tell(tx, events).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_read_as_it_was_written_and_an_unknown_one_is_passed_over() {
        let key = Uuid::from_u128(7);
        for event in [
            Event::Seats(EditionId(key)),
            Event::CertificatesOfEdition(EditionId(key)),
            Event::CertificatesOfPerson(PersonId(key)),
            Event::Run(RunId(key)),
            Event::Rights(UserId(key)),
        ] {
            assert_eq!(Event::parse(&event.text()), Some(event));
        }
        for other in ["", "seats", "seats:x", "weather:00000000000000000000000000000007"] {
            assert_eq!(Event::parse(other), None, "{other}");
        }
    }
}
