//! The only home of "now", but for the database's (`db_clock.rs`). Everything else takes the time as a parameter, cut to microseconds, because that is
//! what both databases keep.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

/// By how much a machine's clock may differ from the one that everything goes by.
pub const TOLERANCE: TimeDelta = TimeDelta::seconds(5);

/// Tells the time.
pub trait Clock: Send + Sync + 'static {
    /// Now, in whole microseconds.
    fn now(&self) -> DateTime<Utc>;

    /// By how much the machine's own clock is ahead of this one; negative where it is behind.
    fn machine_is_ahead_by(&self) -> TimeDelta {
        TimeDelta::zero()
    }

    /// Whether the machine's own clock tells about the same time.
    fn agrees(&self) -> bool {
        self.machine_is_ahead_by().abs() <= TOLERANCE
    }
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one home of now")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }
}

/// A clock that stands where it is put: for tests, and for the demonstration's facts of other days.
#[derive(Clone, Debug)]
pub struct SetClock(Arc<Mutex<DateTime<Utc>>>);

impl SetClock {
    /// A clock that shows `at`.
    pub fn at(at: DateTime<Utc>) -> Self {
        Self(Arc::new(Mutex::new(at)))
    }

    /// Puts the clock to `at`.
    pub fn set(&self, at: DateTime<Utc>) {
        *self.lock() = at;
    }

    /// Moves the clock by `by`, back if negative.
    pub fn advance(&self, by: chrono::Duration) {
        *self.lock() += by;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, DateTime<Utc>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Clock for SetClock {
    fn now(&self) -> DateTime<Utc> {
        self.lock().trunc_subsecs(6)
    }
}
