//! Filters and orders of the jobs' connections.

use entities::jobs::{JobState, job, worker};
use kit::filter::{AnyLine, AnyOf, Since};
use kit::{filter, ordering};

filter! {
    /// Which jobs.
    pub struct JobFilter for job {
        /// In these states.
        states: AnyOf<JobState> = State;
        /// Of these kinds, e.g. `certificates.render`.
        kinds: AnyLine = Kind;
    }
}

ordering! {
    /// How jobs are ordered.
    pub enum JobOrder for job by default CreatedDesc {
        /// By when they were enqueued.
        CreatedAsc,
        /// By when they were enqueued, newest first.
        CreatedDesc = "created" [CreatedAt];
        /// By when they may run.
        RunAtAsc,
        /// By when they may run, latest first.
        RunAtDesc = "run" [RunAt];
    }
}

filter! {
    /// Which workers.
    pub struct WorkerFilter for worker {
        /// That gave a sign at this instant or later.
        seen_since: Since = SeenAt;
    }
}

ordering! {
    /// How workers are ordered.
    pub enum WorkerOrder for worker by default SeenDesc {
        /// By their last sign.
        SeenAsc,
        /// By their last sign, latest first.
        SeenDesc = "seen" [SeenAt];
        /// By start.
        StartedAsc,
        /// By start, latest first.
        StartedDesc = "started" [StartedAt];
    }
}
