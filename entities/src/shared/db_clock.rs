//! The time by the database's clock, so that all processes of an installation go by one.
//!
//! A reading of the database's clock is carried on by the machine's steady count of seconds, which nobody sets: a machine
//! whose clock is wrong, or is being set, tells the same time as the others. It also tells that its own clock differs, for
//! logs, certificates of TLS and providers of logins go by that; a worker then claims nothing
//! ([ADR 27](../../../docs/adr/0027-the-database-tells-the-time.md)).
//!
//! An embedded database lies on the machine itself, so its clock is the machine's.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use sea_orm::sea_query::{Func, Query};
use sea_orm::{ConnectionTrait, DbBackend, DbErr};

use super::clock::Clock;
use super::db::Db;

/// How often the clocks are compared.
const EVERY: Duration = Duration::from_secs(5);

/// The database's clock.
pub struct DbClock {
    machine: Arc<dyn Clock>,
    anchor: Mutex<Anchor>,
}

/// What the time was at a moment of the machine's steady count.
#[derive(Clone, Copy, Debug)]
struct Anchor {
    at: DateTime<Utc>,
    since: Instant,
}

impl Anchor {
    fn carried_to(self, moment: Instant) -> DateTime<Utc> {
        let ago = |long: Duration| TimeDelta::from_std(long).unwrap_or_default();
        let ahead = ago(moment.saturating_duration_since(self.since));
        (self.at + ahead - ago(self.since.saturating_duration_since(moment))).trunc_subsecs(6)
    }

    /// A reading that was asked for at one moment and came at another is of some moment between them. It changes nothing
    /// where it says what is known: time must not jump to and fro by what a network takes.
    fn corrected(self, read: DateTime<Utc>, asked: Instant, came: Instant) -> Self {
        let half = came.saturating_duration_since(asked) / 2;
        let new = Self { at: read, since: asked + half };
        let apart = (self.carried_to(new.since) - read).abs();
        if apart > TimeDelta::from_std(half).unwrap_or_default() + TimeDelta::milliseconds(5) {
            new
        } else {
            self
        }
    }
}

impl DbClock {
    /// The clock of a database, read once now; that of the machine for an embedded one.
    ///
    /// # Errors
    /// The database failed.
    pub async fn of(db: &Db, machine: Arc<dyn Clock>) -> Result<Arc<dyn Clock>, DbErr> {
        if db.backend() != DbBackend::Postgres {
            return Ok(machine);
        }
        let anchor = Mutex::new(Anchor { at: machine.now(), since: Instant::now() });
        let clock = Arc::new(Self { machine, anchor });
        clock.read(db).await?;
        tokio::spawn(watch(Arc::downgrade(&clock), db.clone()));
        Ok(clock)
    }

    async fn read(&self, db: &Db) -> Result<(), DbErr> {
        let asked = Instant::now();
        let ask = Query::select().expr_as(Func::cust("clock_timestamp"), "at").to_owned();
        let row = db.reader.query_one(&ask).await?;
        let came = Instant::now();
        if let Some(row) = row {
            let at: DateTime<Utc> = row.try_get("", "at")?;
            let mut anchor = self.anchor.lock().unwrap_or_else(PoisonError::into_inner);
            *anchor = anchor.corrected(at, asked, came);
        }
        Ok(())
    }
}

impl Clock for DbClock {
    fn now(&self) -> DateTime<Utc> {
        self.anchor.lock().unwrap_or_else(PoisonError::into_inner).carried_to(Instant::now())
    }

    fn machine_is_ahead_by(&self) -> TimeDelta {
        self.machine.now() - self.now()
    }
}

/// Compares the clocks for as long as somebody goes by this one, and says once when they part and once when they meet. A
/// database that is away is not asked for the time by others either.
async fn watch(clock: std::sync::Weak<DbClock>, db: Db) {
    let mut agreed = true;
    while let Some(clock) = clock.upgrade() {
        if let Err(error) = clock.read(&db).await {
            tracing::debug!(%error, "the database's clock cannot be read");
        }
        let agrees = clock.agrees();
        if agrees != agreed {
            let ahead_ms = clock.machine_is_ahead_by().num_milliseconds();
            if agrees {
                tracing::info!(ahead_ms, "this machine's clock agrees with the database's again");
            } else {
                tracing::error!(
                    ahead_ms,
                    "this machine's clock differs from the database's: set it; a worker claims nothing until they agree"
                );
            }
            agreed = agrees;
        }
        drop(clock);
        tokio::time::sleep(EVERY).await;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_reading_is_taken_where_it_says_something_new_and_no_network_makes_time_jump(
            off_ms in -200_000_i64..200_000, took_ms in 0_u64..2_000, within in 0.0..1.0_f64,
        ) {
            let start = Instant::now();
            let known = Anchor { at: DateTime::UNIX_EPOCH, since: start };
            let (asked, took) = (start + Duration::from_secs(60), Duration::from_millis(took_ms));
            // When in between the database looked at its clock, which differs by so much from what is known.
            let looked = asked + took.mul_f64(within);
            let truth = |moment| known.carried_to(moment) + TimeDelta::milliseconds(off_ms);
            let after = known.corrected(truth(looked), asked, asked + took);
            let later = asked + Duration::from_secs(100);
            let wrong = (after.carried_to(later) - truth(later)).abs();
            let half = TimeDelta::milliseconds(took_ms as i64 / 2);
            prop_assert!(wrong <= half * 2 + TimeDelta::milliseconds(7), "{wrong} after {took_ms} ms");
            if off_ms == 0 {
                prop_assert_eq!(after.carried_to(later), known.carried_to(later));
            }
        }
    }
}
