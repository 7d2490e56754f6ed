//! How often one address or one account may try something: token buckets in bounded memory.
//!
//! Pure: the instant is a parameter. Buckets belong to one process, so behind `n` replicas somebody gets up to `n`
//! times the rate. A full table forgets the buckets that are nearest to full, which are those that constrain the
//! least, so a flood of fresh addresses does not free an address that has used up its tries. Why this is ours:
//! docs/adr/0022-borrowed-clients-own-buckets.md.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::time::{Duration, Instant};

/// How fast a bucket fills and how much it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Tries that may be made at once; at least 1.
    pub burst: u32,
    /// Time after which one more try is free.
    pub refill: Duration,
}

/// Somebody has to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many tries; wait {retry_after:?}")]
pub struct TooMany {
    /// Time until the next try is free.
    pub retry_after: Duration,
}

impl TooMany {
    /// The wait in whole seconds, at least 1, as `Retry-After` wants it.
    #[must_use]
    pub fn retry_after_s(&self) -> u64 {
        (self.retry_after.as_millis().div_ceil(1000) as u64).max(1)
    }
}

/// Buckets keyed by what is tried and by whom, e.g. `(Kind::SignIn, address)`.
#[derive(Debug)]
pub struct Buckets<K> {
    /// For each key the instant at which its bucket is full again. A bucket that is full needs no entry.
    full_at: HashMap<K, Instant>,
    capacity: usize,
}

impl<K: Eq + Hash + Clone> Buckets<K> {
    /// An empty table that remembers at most `capacity` keys, at least 1.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self { full_at: HashMap::new(), capacity: capacity.max(1) }
    }

    /// Takes one try out of the bucket of `key`.
    ///
    /// # Errors
    /// [`TooMany`] when the bucket is empty. A refused try costs nothing.
    pub fn take(&mut self, key: K, rate: Rate, now: Instant) -> Result<(), TooMany> {
        self.take_many(key, 1, rate, now)
    }

    /// Takes several at once, or none; no more than the bucket holds are asked for.
    ///
    /// # Errors
    /// [`TooMany`] when there are fewer.
    pub fn take_many(&mut self, key: K, count: u32, rate: Rate, now: Instant) -> Result<(), TooMany> {
        let full_at = self.full_at.get(&key).copied().map_or(now, |at| at.max(now));
        let after = full_at + rate.refill.saturating_mul(count.min(rate.burst.max(1)));
        let holds = rate.refill.saturating_mul(rate.burst.max(1));
        let missing = after.saturating_duration_since(now);
        if missing > holds {
            return Err(TooMany { retry_after: missing - holds });
        }
        if self.full_at.len() >= self.capacity && !self.full_at.contains_key(&key) {
            self.make_room(now);
        }
        self.full_at.insert(key, after);
        Ok(())
    }

    /// Puts a try back that turned out not to count.
    pub fn give_back(&mut self, key: &K, rate: Rate) {
        self.give_many_back(key, 1, rate);
    }

    /// Puts back what was taken at once.
    pub fn give_many_back(&mut self, key: &K, count: u32, rate: Rate) {
        if let Some(at) = self.full_at.get_mut(key) {
            let given = rate.refill.saturating_mul(count.min(rate.burst.max(1)));
            *at = at.checked_sub(given).unwrap_or(*at);
        }
    }

    /// How many tries are left, and the time until the bucket is full again.
    pub fn standing(&self, key: &K, rate: Rate, now: Instant) -> (u32, Duration) {
        let missing = self.full_at.get(key).map_or(Duration::ZERO, |at| at.saturating_duration_since(now));
        let used = missing.as_nanos().div_ceil(rate.refill.as_nanos().max(1));
        (rate.burst.saturating_sub(u32::try_from(used).unwrap_or(u32::MAX)), missing)
    }

    /// Fills a bucket.
    pub fn fill(&mut self, key: &K) {
        self.full_at.remove(key);
    }

    /// Drops full buckets, and if that frees less than a quarter, the quarter that is nearest to full. A
    /// quarter at a time, so that a flood pays for one pass in `capacity / 4` tries.
    fn make_room(&mut self, now: Instant) {
        self.full_at.retain(|_, at| *at > now);
        let keep = self.capacity - self.capacity.div_ceil(4);
        if self.full_at.len() <= keep {
            return;
        }
        let mut instants: Vec<Instant> = self.full_at.values().copied().collect();
        let excess = instants.len() - keep;
        let (_, threshold, _) = instants.select_nth_unstable(excess - 1);
        let threshold = *threshold;
        let mut left = excess;
        self.full_at.retain(|_, at| {
            let drop = left > 0 && *at <= threshold;
            left -= usize::from(drop);
            !drop
        });
    }
}

/// The part of an address that one subscriber holds: IPv4 as it is (also when written as IPv6), IPv6 without its
/// last 64 bits, which a subscriber may choose freely.
#[must_use]
pub fn subscriber(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { burst: 3, refill: Duration::from_secs(10) };

    #[test]
    fn a_burst_is_free_and_then_one_try_per_refill() {
        let (mut buckets, start) = (Buckets::new(10), Instant::now());
        for _ in 0..3 {
            assert_eq!(buckets.take("anna", RATE, start), Ok(()));
        }
        let refused = buckets.take("anna", RATE, start).unwrap_err();
        assert_eq!(refused.retry_after_s(), 10);
        assert_eq!(buckets.take("piotr", RATE, start), Ok(()));

        let later = start + Duration::from_millis(9_999);
        assert_eq!(buckets.take("anna", RATE, later).unwrap_err().retry_after_s(), 1);
        let later = start + Duration::from_secs(10);
        assert_eq!(buckets.take("anna", RATE, later), Ok(()));
        assert!(buckets.take("anna", RATE, later).is_err());
    }

    #[test]
    fn what_is_given_back_is_free_again_and_no_more_than_that() {
        let (mut buckets, start) = (Buckets::new(10), Instant::now());
        for _ in 0..100 {
            buckets.take("anna", RATE, start).unwrap();
            buckets.give_back(&"anna", RATE);
        }
        for _ in 0..3 {
            buckets.take("anna", RATE, start).unwrap();
        }
        assert!(buckets.take("anna", RATE, start).is_err());
        buckets.fill(&"anna");
        assert!(buckets.take("anna", RATE, start).is_ok());
    }

    #[test]
    fn many_are_taken_together_or_not_at_all_and_what_is_left_is_told() {
        let (mut buckets, start) = (Buckets::new(10), Instant::now());
        assert_eq!(buckets.standing(&"anna", RATE, start), (3, Duration::ZERO));
        buckets.take_many("anna", 2, RATE, start).unwrap();
        assert_eq!(buckets.standing(&"anna", RATE, start), (1, Duration::from_secs(20)));
        assert_eq!(buckets.take_many("anna", 2, RATE, start).unwrap_err().retry_after_s(), 10);
        assert_eq!(buckets.standing(&"anna", RATE, start).0, 1, "what is refused costs nothing");
        buckets.give_many_back(&"anna", 2, RATE);
        buckets.take_many("anna", 99, RATE, start).unwrap();
        assert_eq!(buckets.standing(&"anna", RATE, start), (0, Duration::from_secs(30)));
        assert_eq!(buckets.standing(&"anna", RATE, start + Duration::from_secs(11)).0, 1);
    }

    #[test]
    fn a_bucket_never_holds_more_than_its_burst() {
        let (mut buckets, start) = (Buckets::new(10), Instant::now());
        buckets.take("anna", RATE, start).unwrap();
        let next_day = start + Duration::from_secs(86_400);
        let passed = (0..10).filter(|_| buckets.take("anna", RATE, next_day).is_ok()).count();
        assert_eq!(passed, 3);
    }

    #[test]
    fn kinds_are_counted_apart() {
        let (mut buckets, start) = (Buckets::new(10), Instant::now());
        let once = Rate { burst: 1, ..RATE };
        assert!(buckets.take(("sign-in", "10.0.0.1"), once, start).is_ok());
        assert!(buckets.take(("verify", "10.0.0.1"), once, start).is_ok());
        assert!(buckets.take(("sign-in", "10.0.0.1"), once, start).is_err());
    }

    #[test]
    fn a_flood_stays_in_memory_bounds_and_frees_nobody_who_has_to_wait() {
        let (mut buckets, start) = (Buckets::new(100), Instant::now());
        for _ in 0..3 {
            buckets.take(u32::MAX, RATE, start).unwrap();
        }
        for stranger in 0..10_000 {
            buckets.take(stranger, RATE, start).unwrap();
            assert!(buckets.full_at.len() <= 100);
        }
        assert!(buckets.take(u32::MAX, RATE, start).is_err());
    }

    #[test]
    fn a_subscriber_has_one_bucket_for_all_addresses() {
        let of = |text: &str| subscriber(text.parse().unwrap()).to_string();
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(of("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(of("192.0.2.7"), "192.0.2.7");
    }
}
