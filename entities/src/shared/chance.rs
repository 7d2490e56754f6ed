//! The only home of randomness: keys, verification codes, tokens and salts come from here.

use std::sync::Mutex;

use chrono::{DateTime, Utc};
use rand::{RngCore, SeedableRng, rngs::OsRng, rngs::StdRng};
use uuid::Uuid;

use super::ids::TypedId;

/// A source of random bytes.
pub trait Chance: Send + Sync + 'static {
    /// Fills `bytes`.
    fn fill(&self, bytes: &mut [u8]);

    /// The same for what names and does not protect: ids, of which each request takes some.
    fn fill_id(&self, bytes: &mut [u8]) {
        self.fill(bytes);
    }
}

impl dyn Chance {
    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// A new UUIDv7 key: ordered by `now`, unique by chance.
    pub fn id<T: TypedId>(&self, now: DateTime<Utc>) -> T {
        T::from_uuid(self.uuid(now))
    }

    /// A raw UUIDv7.
    pub fn uuid(&self, now: DateTime<Utc>) -> Uuid {
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        let mut bytes = [0; 10];
        self.fill_id(&mut bytes);
        uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }
}

/// The operating system's generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemChance;

impl Chance for SystemChance {
    fn fill(&self, bytes: &mut [u8]) {
        // The operating system's generator fails only where nothing else would work either.
        if let Err(error) = rand::TryRngCore::try_fill_bytes(&mut OsRng, bytes) {
            tracing::error!(%error, "the operating system gives no random bytes");
            std::process::abort();
        }
    }

    /// The thread's generator, seeded by the operating system, which need not be asked each time.
    fn fill_id(&self, bytes: &mut [u8]) {
        rand::rng().fill_bytes(bytes);
    }
}

/// A repeatable generator for tests.
#[derive(Debug)]
pub struct SeededChance(Mutex<StdRng>);

impl SeededChance {
    /// A generator that gives the same bytes for the same `seed`.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }
}

impl Chance for SeededChance {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).fill_bytes(bytes);
    }
}
