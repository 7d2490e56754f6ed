//! How often somebody may try: logins and public checks, per address and per account. Aliases and batches do not
//! multiply tries, because every resolver takes from the same bucket.

use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use async_graphql::{Error, ErrorExtensions, Result};

use crate::http::rate::{Buckets, Rate, TooMany, subscriber};

/// Addresses and accounts remembered at once.
const REMEMBERED: usize = 50_000;
const CHECKS: Rate = Rate { burst: 60, refill: Duration::from_secs(1) };
const LOGINS_BY_ADDRESS: Rate = Rate { burst: 20, refill: Duration::from_secs(15) };
const LOGINS_BY_ACCOUNT: Rate = Rate { burst: 10, refill: Duration::from_secs(30) };

const LINKS: Rate = Rate { burst: 60, refill: Duration::from_secs(1) };
const LETTERS_BY_ADDRESS: Rate = Rate { burst: 30, refill: Duration::from_secs(60) };
const LETTERS_TO_ONE: Rate = Rate { burst: 3, refill: Duration::from_secs(600) };

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Who {
    Check(Option<IpAddr>),
    LoginFrom(Option<IpAddr>),
    /// Hash of the address: what is tried must not lie in memory as text.
    LoginTo([u8; 32]),
    LinkFrom(Option<IpAddr>),
    LetterFrom(Option<IpAddr>),
    LetterTo([u8; 32]),
}

/// Hash of an e-mail address.
fn hashed(email: &str) -> [u8; 32] {
    use sha2::{Digest, Sha256};
    Sha256::digest(email.trim().to_lowercase().as_bytes()).into()
}

/// Counts tries in memory.
#[derive(Clone)]
pub struct Tries(Arc<Mutex<Buckets<Who>>>);

impl Default for Tries {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Buckets::new(REMEMBERED))))
    }
}

impl Tries {
    /// Counts a public check.
    ///
    /// # Errors
    /// Too many from this address; says when to try again.
    pub fn check(&self, address: Option<IpAddr>) -> std::result::Result<(), TooMany> {
        self.take(Who::Check(address.map(subscriber)), CHECKS)
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
        self.take(Who::LoginFrom(address.map(subscriber)), LOGINS_BY_ADDRESS)
            .and_then(|()| self.take(Who::LoginTo(hashed(email)), LOGINS_BY_ACCOUNT))
            .map_err(|too_many| limited(&too_many))
    }

    /// Counts a try of a mailed link.
    ///
    /// # Errors
    /// Too many from this address; says when to try again.
    pub fn link(&self, address: Option<IpAddr>) -> std::result::Result<(), TooMany> {
        self.take(Who::LinkFrom(address.map(subscriber)), LINKS)
    }

    /// Counts a request to be written to, whether or not anybody has the e-mail address.
    ///
    /// # Errors
    /// Too many from this address or to this mailbox; says when to try again.
    pub fn letter(&self, address: Option<IpAddr>, email: &str) -> std::result::Result<(), TooMany> {
        self.take(Who::LetterFrom(address.map(subscriber)), LETTERS_BY_ADDRESS)?;
        self.take(Who::LetterTo(hashed(email)), LETTERS_TO_ONE)
    }

    /// Forgets all tries, as a new process does.
    pub fn forget(&self) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Buckets::new(REMEMBERED);
    }

    fn take(&self, who: Who, rate: Rate) -> std::result::Result<(), TooMany> {
        let mut buckets = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
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
