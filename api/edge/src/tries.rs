//! How often somebody may try: logins and public checks, per address and per account. Aliases and batches do not
//! multiply tries, because every resolver takes from the same bucket.

use std::collections::{HashSet, VecDeque};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_graphql::{Error, ErrorExtensions, Result};
use entities::shared::ids::UserId;

use crate::rate::{Buckets, Rate, TooMany, subscriber};

/// Addresses and accounts remembered at once.
const REMEMBERED: usize = 50_000;

/// How often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rates {
    /// GraphQL requests and downloads without an account, of one address. Default 600, then 50 a second.
    pub requests_of_address: Rate,
    /// GraphQL requests of one account. Default 600, then 50 a second.
    pub requests_of_account: Rate,
    /// Failed logins from one address, which may be that of a whole office. Default 100, then one in 10 s.
    pub logins_of_address: Rate,
    /// Failed logins to one account: from addresses that it was logged in from, each by itself, and from all others
    /// together. Default 10, then one in 30 s.
    pub logins_of_account: Rate,
    /// Public checks of certificates from one address. Default 60, then one a second.
    pub checks: Rate,
    /// Tries of mailed codes from one address. Default 60, then one a second.
    pub links: Rate,
    /// Requests to be written to, from one address. Default 30, then one a minute.
    pub letters_of_address: Rate,
    /// Requests to write to one mailbox. Default 3, then one in 10 minutes.
    pub letters_to_one: Rate,
    /// Looks at PESEL numbers by one account. Default 30, then one in 20 s.
    pub pesel_looks: Rate,
}

impl Default for Rates {
    fn default() -> Self {
        let rate = |burst, millis| Rate { burst, refill: Duration::from_millis(millis) };
        Self {
            requests_of_address: rate(600, 20),
            requests_of_account: rate(600, 20),
            logins_of_address: rate(100, 10_000),
            logins_of_account: rate(10, 30_000),
            checks: rate(60, 1_000),
            links: rate(60, 1_000),
            letters_of_address: rate(30, 60_000),
            letters_to_one: rate(3, 600_000),
            pesel_looks: rate(30, 20_000),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Who {
    RequestFrom(IpAddr),
    RequestOf(UserId),
    Check(Option<IpAddr>),
    LoginFrom(Option<IpAddr>),
    /// Hash of the address: what is tried must not lie in memory as text.
    LoginTo([u8; 32]),
    /// The same from an address that the account was logged in from.
    LoginKnown([u8; 32]),
    LinkFrom(Option<IpAddr>),
    LetterFrom(Option<IpAddr>),
    LetterTo([u8; 32]),
    PeselBy(Option<UserId>),
}

/// Hash of an e-mail address.
fn hashed(email: &str) -> [u8; 32] {
    use sha2::{Digest, Sha256};
    Sha256::digest(entities::shared::text::asked_email(email).as_bytes()).into()
}

/// Hash of an e-mail address and the address on the network that a login came from.
fn device(email: &str, address: Option<IpAddr>) -> [u8; 32] {
    use sha2::{Digest, Sha256};
    let place = address.map(|address| subscriber(address).to_string()).unwrap_or_default();
    Sha256::new().chain_update(hashed(email)).chain_update(place).finalize().into()
}

/// Counts tries in memory.
#[derive(Clone)]
pub struct Tries {
    buckets: Arc<Mutex<Buckets<Who>>>,
    known: Arc<Mutex<Known>>,
    rates: Arc<Rates>,
}

/// From where accounts were logged in to, as far as this process remembers.
#[derive(Default)]
struct Known {
    all: HashSet<[u8; 32]>,
    oldest_first: VecDeque<[u8; 32]>,
}

impl Known {
    fn remember(&mut self, device: [u8; 32]) {
        if !self.all.insert(device) {
            return;
        }
        self.oldest_first.push_back(device);
        if self.all.len() > REMEMBERED
            && let Some(oldest) = self.oldest_first.pop_front()
        {
            self.all.remove(&oldest);
        }
    }
}

/// A login on trial. It counts as a failure unless it turns out to be right.
#[must_use]
pub struct Attempt {
    tries: Tries,
    from: Who,
    to: Who,
    device: [u8; 32],
}

impl Attempt {
    /// What was tried, having come to its end: where it was right, nothing is counted, and where it came from is known from
    /// now on.
    ///
    /// # Errors
    /// As given.
    pub fn settled<T, E>(self, done: std::result::Result<T, E>) -> std::result::Result<T, E> {
        if done.is_ok() {
            self.tries.known.lock().unwrap_or_else(PoisonError::into_inner).remember(self.device);
            self.forgiven();
        }
        done
    }

    /// It was neither right nor a guess: nothing is counted.
    pub fn forgiven(self) {
        let rates = &self.tries.rates;
        let mut buckets = self.tries.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.give_back(&self.from, rates.logins_of_address);
        buckets.give_back(&self.to, rates.logins_of_account);
    }
}

impl Default for Tries {
    fn default() -> Self {
        Self::within(Rates::default())
    }
}

impl Tries {
    /// Nothing is tried yet.
    #[must_use]
    pub fn within(rates: Rates) -> Self {
        let buckets = Arc::new(Mutex::new(Buckets::new(REMEMBERED)));
        Self { buckets, known: Arc::default(), rates: Arc::new(rates) }
    }

    /// Counts a request: of the account, or of the address where there is none.
    ///
    /// # Errors
    /// Too many; says when to try again.
    pub fn request(
        &self,
        address: Option<IpAddr>,
        account: Option<UserId>,
    ) -> std::result::Result<(), TooMany> {
        match (account, address) {
            (Some(account), _) => self.take(Who::RequestOf(account), self.rates.requests_of_account),
            (None, Some(address)) => {
                self.take(Who::RequestFrom(subscriber(address)), self.rates.requests_of_address)
            }
            // Inside one process nobody has an address.
            (None, None) => Ok(()),
        }
    }

    /// Counts a public check.
    ///
    /// # Errors
    /// Too many from this address; says when to try again.
    pub fn check(&self, address: Option<IpAddr>) -> std::result::Result<(), TooMany> {
        self.take(Who::Check(address.map(subscriber)), self.rates.checks)
    }

    /// The same for a resolver.
    ///
    /// # Errors
    /// `RATE_LIMITED`.
    pub fn verification(&self, address: Option<IpAddr>) -> Result<()> {
        self.check(address).map_err(|too_many| limited(&too_many))
    }

    /// Begins a login. Somebody who guesses elsewhere keeps nobody out of where they have logged in before.
    ///
    /// # Errors
    /// `RATE_LIMITED`: too many failures from this address or to this account.
    pub fn login(&self, address: Option<IpAddr>, email: &str) -> Result<Attempt> {
        let device = device(email, address);
        let is_known = self.known.lock().unwrap_or_else(PoisonError::into_inner).all.contains(&device);
        let to = if is_known { Who::LoginKnown(device) } else { Who::LoginTo(hashed(email)) };
        let from = Who::LoginFrom(address.map(subscriber));
        let taken = self.take(from.clone(), self.rates.logins_of_address).and_then(|()| {
            self.take(to.clone(), self.rates.logins_of_account).inspect_err(|_| {
                let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
                buckets.give_back(&from, self.rates.logins_of_address);
            })
        });
        taken.map_err(|too_many| limited(&too_many))?;
        Ok(Attempt { tries: self.clone(), from, to, device })
    }

    /// Forgets failed logins to an account, whose owner has shown to be there, by a mailed link: from this address and from
    /// all where nobody has logged in to it.
    pub fn cleared(&self, address: Option<IpAddr>, email: &str) {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.fill(&Who::LoginTo(hashed(email)));
        buckets.fill(&Who::LoginKnown(device(email, address)));
    }

    /// Counts a try of a mailed link.
    ///
    /// # Errors
    /// Too many from this address; says when to try again.
    pub fn link(&self, address: Option<IpAddr>) -> std::result::Result<(), TooMany> {
        self.take(Who::LinkFrom(address.map(subscriber)), self.rates.links)
    }

    /// Counts a request to be written to, whether or not anybody has the e-mail address.
    ///
    /// # Errors
    /// Too many from this address or to this mailbox; says when to try again.
    pub fn letter(&self, address: Option<IpAddr>, email: &str) -> std::result::Result<(), TooMany> {
        self.take(Who::LetterFrom(address.map(subscriber)), self.rates.letters_of_address)?;
        self.take(Who::LetterTo(hashed(email)), self.rates.letters_to_one)
    }

    /// Counts a look at a PESEL number: to show it, to search by it, to note one. Numbers cannot be tried out.
    ///
    /// # Errors
    /// `RATE_LIMITED`: too many by this user, wherever from.
    pub fn pesel(&self, user: Option<UserId>) -> Result<()> {
        self.take(Who::PeselBy(user), self.rates.pesel_looks).map_err(|too_many| limited(&too_many))
    }

    /// Forgets all tries, as a new process does.
    pub fn forget(&self) {
        *self.buckets.lock().unwrap_or_else(PoisonError::into_inner) = Buckets::new(REMEMBERED);
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Known::default();
    }

    fn take(&self, who: Who, rate: Rate) -> std::result::Result<(), TooMany> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.take(who, rate, Instant::now())
    }
}

/// The error of a resolver.
pub fn limited(too_many: &TooMany) -> Error {
    let seconds = too_many.retry_after_s();
    Error::new(format!("Too many tries. Try again in {seconds} s.")).extend_with(|_, e| {
        e.set("code", "RATE_LIMITED");
        e.set("retryAfterSeconds", seconds);
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(last: u8) -> Option<IpAddr> {
        Some(IpAddr::from([192, 0, 2, last]))
    }

    /// Tries `count` logins that fail; answers how many were let through.
    fn fail(tries: &Tries, address: Option<IpAddr>, email: &str, count: usize) -> usize {
        (0..count)
            .filter(|_| {
                tries.login(address, email).is_ok_and(|on_trial| on_trial.settled(Err::<(), _>(())).is_err())
            })
            .count()
    }

    fn succeeds(tries: &Tries, address: Option<IpAddr>, email: &str) -> bool {
        tries.login(address, email).is_ok_and(|on_trial| on_trial.settled(Ok::<_, ()>(())).is_ok())
    }

    #[test]
    fn a_training_room_logs_in_while_somebody_in_it_guesses_passwords_of_three() {
        let tries = Tries::default();
        let room = from(1);
        for victim in ["a", "b", "c"] {
            assert_eq!(fail(&tries, room, victim, 100), 10);
        }
        for person in 0..30 {
            assert!(succeeds(&tries, room, &format!("osoba-{person}@example.pl")), "{person}");
        }
        assert!(!succeeds(&tries, room, "a") && !succeeds(&tries, from(2), "a"), "guessing is over");
        tries.cleared(room, "a");
        assert!(succeeds(&tries, room, "a"), "a mailed link");
    }

    #[test]
    fn whoever_guesses_elsewhere_keeps_nobody_out_of_where_they_have_logged_in_before() {
        let tries = Tries::default();
        assert!(succeeds(&tries, from(1), "ewa@example.pl"));
        assert_eq!(fail(&tries, from(2), "ewa@example.pl", 50), 10);
        for _ in 0..50 {
            assert!(succeeds(&tries, from(1), "ewa@example.pl"), "what is right does not count");
        }
        assert!(!succeeds(&tries, from(3), "ewa@example.pl"));
        assert_eq!(fail(&tries, from(1), "ewa@example.pl", 50), 10, "has tries of its own, and no more");
        assert!(!succeeds(&tries, from(1), "ewa@example.pl"));
        tries.cleared(from(1), "ewa@example.pl");
        assert!(
            succeeds(&tries, from(1), "ewa@example.pl"),
            "a mailed link, opened where the failures came from"
        );
    }

    #[test]
    fn one_address_tries_many_accounts_a_hundred_times_at_most() {
        let tries = Tries::default();
        let all: usize = (0..200).map(|n| fail(&tries, from(1), &n.to_string(), 1)).sum();
        assert_eq!(all, 100);
    }
}
