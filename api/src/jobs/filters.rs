//! Filters and orders of the jobs' connections.

use async_graphql::{InputObject, Result};
use entities::jobs::{JobState, job, worker};
use entities::shared::read::{ColumnTrait, Condition};

use crate::graphql::enums::Coded;
use crate::graphql::page::{Filter, instant, is_any_line, is_any_of};
use crate::graphql::scalars::DateTime;
use crate::ordering;

/// Which jobs.
#[derive(InputObject, Default)]
pub struct JobFilter {
    /// In these states.
    states: Option<Vec<Coded<JobState>>>,
    /// Of these kinds, e.g. `certificates.render`.
    kinds: Option<Vec<String>>,
}

impl Filter<job::Entity> for JobFilter {
    fn condition(&self) -> Result<Condition> {
        use job::Column;
        let states = is_any_of(Column::State, self.states.as_deref());
        let kinds = self.kinds.as_ref().map(|kinds| is_any_line(Column::Kind, kinds));
        Ok(Condition::all().add_option(states).add_option(kinds))
    }
}

ordering! {
    /// How jobs are ordered.
    pub enum JobOrder for job by default CreatedDesc {
        /// By when they were enqueued.
        CreatedAsc = "created" [CreatedAt] asc,
        /// By when they were enqueued, newest first.
        CreatedDesc = "created" [CreatedAt] desc,
        /// By when they may run.
        RunAtAsc = "run" [RunAt] asc,
        /// By when they may run, latest first.
        RunAtDesc = "run" [RunAt] desc,
    }
}

/// Which workers.
#[derive(InputObject, Default)]
pub struct WorkerFilter {
    /// That gave a sign at this instant or later.
    seen_since: Option<DateTime>,
}

impl Filter<worker::Entity> for WorkerFilter {
    fn condition(&self) -> Result<Condition> {
        let since = instant(self.seen_since.as_ref(), "seenSince")?;
        Ok(Condition::all().add_option(since.map(|since| worker::Column::SeenAt.gte(since))))
    }
}

ordering! {
    /// How workers are ordered.
    pub enum WorkerOrder for worker by default SeenDesc {
        /// By their last sign.
        SeenAsc = "seen" [SeenAt] asc,
        /// By their last sign, latest first.
        SeenDesc = "seen" [SeenAt] desc,
        /// By start.
        StartedAsc = "started" [StartedAt] asc,
        /// By start, latest first.
        StartedDesc = "started" [StartedAt] desc,
    }
}
