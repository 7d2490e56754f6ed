//! How often somebody may try: logins and public checks, per address and per account. Aliases and batches do not
//! multiply tries, because every resolver takes from the same bucket. And what somebody may cost in a minute, in one
//! bucket for whatever they ask ([`Tries::request`], [`Tries::spend`]).

use std::collections::{HashSet, VecDeque};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_graphql::{Error, ErrorExtensions, Result};
use entities::shared::ids::{KnownDeviceId, UserId};

use crate::rate::{Buckets, Rate, TooMany, subscriber};

/// Addresses and accounts remembered at once.
const REMEMBERED: usize = 50_000;

/// An allowance that comes anew within a minute, all of it at once where it was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PerMinute(pub u32);

impl PerMinute {
    /// The window, in seconds.
    pub const WINDOW_S: u64 = 60;

    fn rate(self) -> Rate {
        let burst = self.0.max(1);
        Rate { burst, refill: Duration::from_secs(Self::WINDOW_S) / burst }
    }
}

/// What somebody may still cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What they may cost in a minute.
    pub limit: u32,
    /// What of it is left.
    pub remaining: u32,
    /// Time until all of it is there again.
    pub reset: Duration,
}

/// Who pays for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Payer {
    /// The account that asks, by whatever session or token and from wherever.
    Account(UserId),
    /// The address from which somebody asks who is nobody.
    Address(IpAddr),
}

impl Payer {
    /// The account, or where there is none the address; inside one process nobody has one.
    #[must_use]
    pub fn of(address: Option<IpAddr>, account: Option<UserId>) -> Option<Self> {
        account.map(Self::Account).or_else(|| address.map(|address| Self::Address(subscriber(address))))
    }
}

/// How often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rates {
    /// What one address may cost without an account. Default 300 000 a minute.
    pub cost_of_address: PerMinute,
    /// What one account may cost. Default 1 000 000 a minute.
    pub cost_of_account: PerMinute,
    /// What a request or a download costs before anything else is known of it. Default 100.
    pub cost_of_request: u32,
    /// Failed logins from one address, which may be that of a whole office. Default 100, then one in 10 s.
    pub logins_of_address: Rate,
    /// Failed logins to one account from one address. Default 10, then one in 30 s.
    pub logins_of_account: Rate,
    /// Failed logins to one account from all addresses together that it was not logged in from. Default 50, then one in
    /// 30 s.
    pub logins_elsewhere: Rate,
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
            cost_of_address: PerMinute(300_000),
            cost_of_account: PerMinute(1_000_000),
            cost_of_request: 100,
            logins_of_address: rate(100, 10_000),
            logins_of_account: rate(10, 30_000),
            logins_elsewhere: rate(50, 30_000),
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
    Cost(Payer),
    Check(Option<IpAddr>),
    LoginFrom(Option<IpAddr>),
    /// Hash of the address: what is tried must not lie in memory as text.
    LoginTo([u8; 32]),
    /// The same from one address on the network.
    LoginAt([u8; 32]),
    /// The same by a device that is known to the account.
    LoginBy(KnownDeviceId),
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
    taken: Vec<(Who, Rate)>,
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
        let mut buckets = self.tries.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        for (who, rate) in &self.taken {
            buckets.give_back(who, *rate);
        }
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

    /// Takes what a request costs at least: of the account, or of the address where there is none.
    ///
    /// # Errors
    /// Too many; says when to try again.
    pub fn request(
        &self,
        address: Option<IpAddr>,
        account: Option<UserId>,
    ) -> std::result::Result<(), TooMany> {
        self.spend(Payer::of(address, account), self.rates.cost_of_request)
    }

    /// Takes what something costs, as weighed before it is done.
    ///
    /// # Errors
    /// More than is left; says when there will be enough. Nothing is taken then.
    pub fn spend(&self, payer: Option<Payer>, cost: u32) -> std::result::Result<(), TooMany> {
        let Some(payer) = payer else { return Ok(()) };
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.take_many(Who::Cost(payer), cost, self.budget(payer).rate(), Instant::now())
    }

    /// Gives back what was taken for something that was not done.
    pub fn unspend(&self, payer: Option<Payer>, cost: u32) {
        let Some(payer) = payer else { return };
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.give_many_back(&Who::Cost(payer), cost, self.budget(payer).rate());
    }

    /// What somebody may still cost.
    #[must_use]
    pub fn standing(&self, payer: Payer) -> Standing {
        let budget = self.budget(payer);
        let buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let (remaining, reset) = buckets.standing(&Who::Cost(payer), budget.rate(), Instant::now());
        Standing { limit: budget.0, remaining, reset }
    }

    fn budget(&self, payer: Payer) -> PerMinute {
        match payer {
            Payer::Account(_) => self.rates.cost_of_account,
            Payer::Address(_) => self.rates.cost_of_address,
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

    /// Begins a login. Somebody who guesses elsewhere keeps nobody out of where they have logged in before, and from one
    /// place nobody out of another.
    ///
    /// # Errors
    /// `RATE_LIMITED`: too many failures from this address or to this account.
    pub fn login(&self, address: Option<IpAddr>, email: &str) -> Result<Attempt> {
        self.login_by(address, email, None)
    }

    /// The same from a device that has shown to be known to the account: it has tries of its own, wherever it is.
    ///
    /// # Errors
    /// `RATE_LIMITED`: too many failures from this address or this device.
    pub fn login_by(
        &self,
        address: Option<IpAddr>,
        email: &str,
        known: Option<KnownDeviceId>,
    ) -> Result<Attempt> {
        let device = device(email, address);
        let is_known = self.known.lock().unwrap_or_else(PoisonError::into_inner).all.contains(&device);
        let rates = &self.rates;
        // Whoever guesses at one place is stopped there, before they use up what all new places have together.
        let here = known.map_or(Who::LoginAt(device), Who::LoginBy);
        let mut asked = vec![
            (Who::LoginFrom(address.map(subscriber)), rates.logins_of_address),
            (here, rates.logins_of_account),
        ];
        if known.is_none() && !is_known {
            asked.push((Who::LoginTo(hashed(email)), rates.logins_elsewhere));
        }
        let mut attempt = Attempt { tries: self.clone(), taken: vec![], device };
        for (who, rate) in asked {
            if let Err(too_many) = self.take(who.clone(), rate) {
                attempt.forgiven();
                return Err(limited(&too_many));
            }
            attempt.taken.push((who, rate));
        }
        Ok(attempt)
    }

    /// Forgets failed logins to an account, whose owner has shown to be there, by a mailed link: from this address and from
    /// all where nobody has logged in to it.
    pub fn cleared(&self, address: Option<IpAddr>, email: &str) {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.fill(&Who::LoginTo(hashed(email)));
        buckets.fill(&Who::LoginAt(device(email, address)));
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
        assert!(!succeeds(&tries, room, "a"), "guessing is over");
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
        assert!(!succeeds(&tries, from(2), "ewa@example.pl"), "guessing is over");
        assert!(succeeds(&tries, from(3), "ewa@example.pl"), "a new place is another");
        let elsewhere: usize = (10..30).map(|n| fail(&tries, from(n), "ewa@example.pl", 50)).sum();
        assert_eq!(elsewhere, 40, "and all new places together have fifty");
        assert!(!succeeds(&tries, from(40), "ewa@example.pl"));
        assert_eq!(fail(&tries, from(1), "ewa@example.pl", 50), 10, "has tries of its own, and no more");
        assert!(!succeeds(&tries, from(1), "ewa@example.pl"));
        tries.cleared(from(1), "ewa@example.pl");
        assert!(
            succeeds(&tries, from(1), "ewa@example.pl"),
            "a mailed link, opened where the failures came from"
        );
    }

    #[test]
    fn a_device_that_is_known_has_tries_of_its_own_wherever_it_is() {
        let tries = Tries::default();
        let device = |n: u8| {
            let key = format!("\"00000000-0000-0000-0000-00000000000{n}\"");
            Some(serde_json::from_str::<KnownDeviceId>(&key).unwrap())
        };
        let phone = device(7);
        assert_eq!(fail(&tries, from(1), "ewa@example.pl", 50), 10);
        let by = |address| tries.login_by(address, "ewa@example.pl", phone);
        assert!(by(from(9)).is_ok_and(|on_trial| on_trial.settled(Ok::<_, ()>(())).is_ok()));
        let failed =
            (0..50).filter(|_| by(from(9)).is_ok_and(|on_trial| on_trial.settled(Err::<(), _>(())).is_err()));
        assert_eq!(failed.count(), 10, "and no more");
        assert!(tries.login_by(from(8), "ewa@example.pl", device(8)).is_ok());
    }

    #[test]
    fn one_address_tries_many_accounts_a_hundred_times_at_most() {
        let tries = Tries::default();
        let all: usize = (0..200).map(|n| fail(&tries, from(1), &n.to_string(), 1)).sum();
        assert_eq!(all, 100);
    }
}
