//! How often somebody may try: logins and public checks, per address and per account. Aliases and batches do not
//! multiply tries, because every resolver takes from the same bucket.

use std::net::IpAddr;
use std::sync::{Arc, Mutex};
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
    /// Logins from one address. Default 20, then one in 15 s.
    pub logins_of_address: Rate,
    /// Logins to one account. Default 10, then one in 30 s.
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
            logins_of_address: rate(20, 15_000),
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

/// Counts tries in memory.
#[derive(Clone)]
pub struct Tries {
    buckets: Arc<Mutex<Buckets<Who>>>,
    rates: Arc<Rates>,
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
        Self { buckets: Arc::new(Mutex::new(Buckets::new(REMEMBERED))), rates: Arc::new(rates) }
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

    /// Counts a login.
    ///
    /// # Errors
    /// `RATE_LIMITED`: too many from this address or to this account.
    pub fn login(&self, address: Option<IpAddr>, email: &str) -> Result<()> {
        self.take(Who::LoginFrom(address.map(subscriber)), self.rates.logins_of_address)
            .and_then(|()| self.take(Who::LoginTo(hashed(email)), self.rates.logins_of_account))
            .map_err(|too_many| limited(&too_many))
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
        *self.buckets.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Buckets::new(REMEMBERED);
    }

    fn take(&self, who: Who, rate: Rate) -> std::result::Result<(), TooMany> {
        let mut buckets = self.buckets.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
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
