//! Five-field cron patterns by Warsaw's clock. Pure: a pattern is a fixed set of instants, and everything asked of
//! it is a piece of that set, so no way of cutting time into intervals loses or doubles an instant.
//!
//! The cron library only enumerates civil times, in a calendar without clock changes; the two nights on which
//! Warsaw's clock is changed are ours:
//!
//! - A pattern that runs in every hour (`*/15 * * * *`) follows real time: twice through the repeated hour of
//!   autumn, not at all in the hour that spring skips.
//! - Any other pattern names hours of the day and runs once for each: at the first of two equal times in autumn,
//!   and moved on by the missing hour in spring (2:30 runs at 3:30).
//!
//! Where both the day of month and the day of week are restricted, either suffices, as cron has always had it.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, SubsecRound, TimeZone, Utc};
use chrono_tz::Europe::Warsaw;
use croner::parser::{CronParser, Seconds, Year};

use crate::shared::text;
use crate::shared::warsaw;

/// Longest pattern, in characters.
const LENGTH_MAX: usize = 100;
/// Longest pause between two times of a pattern: 29 February, over a century without one.
const YEARS_MAX: i64 = 9;
/// A civil time and its instants lie within so much of each other, however the clock is changed.
const SLACK: Duration = Duration::hours(2);
/// Steps in which the newest time of a long interval is looked for, so that it is not enumerated as a whole.
const STEPS: [Duration; 5] =
    [Duration::hours(1), Duration::days(1), Duration::days(8), Duration::days(63), Duration::days(800)];

/// A parsed pattern.
#[derive(Clone, Debug)]
pub struct Cron {
    text: String,
    pattern: croner::Cron,
    real_time: bool,
}

/// Why a text is no pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CronError {
    /// Not five fields, or a field that cron does not know.
    #[error("not five fields of cron")]
    Form,
    /// No time matches, such as 30 February.
    #[error("no time matches")]
    Never,
}

impl Cron {
    /// Reads minute, hour, day of month, month and day of week.
    ///
    /// # Errors
    /// It is none, or matches no time.
    pub fn parse(text: &str) -> Result<Self, CronError> {
        let text = text::line(text).to_uppercase();
        if text.split(' ').count() != 5 || text.chars().count() > LENGTH_MAX {
            return Err(CronError::Form);
        }
        let parser = CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build();
        let pattern = parser.parse(&text).map_err(|_| CronError::Form)?;
        let real_time = (0..24).all(|hour| pattern.pattern.hour_match(hour).unwrap_or(false));
        let cron = Self { text, pattern, real_time };
        if cron.ever_matches() { Ok(cron) } else { Err(CronError::Never) }
    }

    /// The pattern, in one spelling.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The next `n` times after `after`, in order.
    pub fn next(&self, after: DateTime<Utc>, n: usize) -> Vec<DateTime<Utc>> {
        let mut times = BTreeSet::new();
        if n == 0 {
            return vec![];
        }
        for civil in self.civil_from(after) {
            // Later civil times may still have earlier instants, but not by more than the slack.
            let enough = |last: &DateTime<Utc>| civil > warsaw::local(*last).naive_local() + SLACK;
            if times.iter().nth(n - 1).is_some_and(enough) {
                break;
            }
            times.extend(self.instants(civil).into_iter().filter(|at| *at > after));
        }
        times.into_iter().take(n).collect()
    }

    /// All times in `(from, to]`, in order.
    pub fn due(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<DateTime<Utc>> {
        self.due_at_most(from, to, usize::MAX)
    }

    /// The first times in `(from, to]`, about `most` of them.
    pub fn due_at_most(&self, from: DateTime<Utc>, to: DateTime<Utc>, most: usize) -> Vec<DateTime<Utc>> {
        let mut times = BTreeSet::new();
        if from >= to {
            return vec![];
        }
        let last = warsaw::local(to).naive_local() + SLACK;
        for civil in self.civil_from(from).take_while(|civil| *civil <= last) {
            times.extend(self.instants(civil).into_iter().filter(|at| *at > from && *at <= to));
            if times.len() >= most {
                break;
            }
        }
        times.into_iter().collect()
    }

    /// The newest time in `(from, to]`; none where nothing is due.
    pub fn newest(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Option<DateTime<Utc>> {
        for step in STEPS {
            let near = from.max(to - step);
            if let Some(newest) = self.due(near, to).pop() {
                return Some(newest);
            }
            if near == from {
                return None;
            }
        }
        self.due(from, to).pop()
    }

    /// Civil times that may have an instant after `from`, in order. The library copies fractions of a second
    /// into its results, so they are cut off first.
    fn civil_from(&self, from: DateTime<Utc>) -> impl Iterator<Item = NaiveDateTime> {
        let start = warsaw::local(from).naive_local().trunc_subsecs(0) - SLACK;
        self.pattern.iter_from(start.and_utc(), croner::Direction::Forward).map(|civil| civil.naive_utc())
    }

    /// When Warsaw's clock shows `civil`, as far as this pattern cares.
    fn instants(&self, civil: NaiveDateTime) -> Vec<DateTime<Utc>> {
        if !self.real_time {
            return vec![warsaw::instant(civil)];
        }
        let shown = Warsaw.from_local_datetime(&civil);
        let (first, second) = (shown.earliest(), shown.latest());
        first.into_iter().chain(second).map(|at| at.with_timezone(&Utc)).collect()
    }

    /// Whether any day of the calendar matches; what is left then always has a time.
    fn ever_matches(&self) -> bool {
        let first = NaiveDate::default();
        let mut days = first.iter_days().take(usize::try_from(YEARS_MAX * 366).unwrap_or(0));
        days.any(|day| {
            use chrono::Datelike;
            let (year, month) = (day.year(), day.month());
            self.pattern.pattern.month_match(month).unwrap_or(false)
                && self.pattern.pattern.day_match(year, month, day.day()).unwrap_or(false)
        })
    }
}

#[cfg(test)]
mod tests;
