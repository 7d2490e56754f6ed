//! How many sockets there are.

use std::net::IpAddr;

use super::SocketLimits;
use crate::places;
use crate::rate::subscriber;

/// Counts of sockets. Cheap to clone.
#[derive(Clone)]
pub(super) struct Places {
    counts: places::Places<Key>,
    all: usize,
    of_address: usize,
    of_account: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    All,
    Address(Option<IpAddr>),
    Account(String),
}

/// The place of one socket.
pub(super) struct Place {
    places: Places,
    taken: Vec<places::Place<Key>>,
}

impl Places {
    pub(super) fn new(limits: &SocketLimits) -> Self {
        let SocketLimits { sockets: all, of_address, of_account, .. } = *limits;
        Self { counts: places::Places::default(), all, of_address, of_account }
    }

    /// A place for a socket from an address; none where there are too many.
    pub(super) fn take(&self, address: Option<IpAddr>) -> Option<Place> {
        let mut place = Place { places: self.clone(), taken: vec![] };
        (place.add(Key::All) && place.add(Key::Address(address.map(subscriber)))).then_some(place)
    }

    fn most(&self, key: &Key) -> usize {
        match key {
            Key::All => self.all,
            Key::Address(_) => self.of_address,
            Key::Account(_) => self.of_account,
        }
    }
}

impl Place {
    /// Counts the socket for an account too; false where that one has too many.
    pub(super) fn belongs_to(&mut self, account: &str) -> bool {
        self.add(Key::Account(account.to_owned()))
    }

    fn add(&mut self, key: Key) -> bool {
        let most = self.places.most(&key);
        let Some(place) = self.places.counts.take(key, most) else { return false };
        self.taken.push(place);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_taken_once_and_given_back() {
        let limits = SocketLimits { sockets: 3, of_address: 2, of_account: 1, ..SocketLimits::default() };
        let places = Places::new(&limits);
        let address = |text: &str| Some(text.parse().unwrap());
        let mut first = places.take(address("192.0.2.1")).unwrap();
        let mut second = places.take(address("192.0.2.1")).unwrap();
        assert!(places.take(address("192.0.2.1")).is_none(), "of one address");
        let third = places.take(address("192.0.2.2")).unwrap();
        assert!(places.take(address("192.0.2.3")).is_none(), "of all");
        assert!(first.belongs_to("anna") && !second.belongs_to("anna"));
        drop(first);
        assert!(second.belongs_to("anna"));
        drop((second, third));
        assert!(places.counts.is_empty());
    }
}
