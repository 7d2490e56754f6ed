//! Types of the jobs.

use chrono::{DateTime, Utc};
use entities::jobs::{JobState, job, worker};
use kit::resource;

use super::filters::{JobFilter, JobOrder};

resource! {
    /// A piece of work for a worker.
    Job: job {
        one {
            /// The worker that holds it, or held it last.
            worker: Worker = |row| row.worker_id.map(|id| id.0);
        }
        choices {
            /// State.
            state, state_label: JobState;
        }
        fields {
            /// Which handler does it, e.g. `certificates.render`.
            async fn kind(&self) -> &str { &self.row().kind }
            /// Higher runs first: a point is worth a minute of waiting.
            async fn priority(&self) -> i32 { self.row().priority }
            /// How often it was tried.
            async fn attempts(&self) -> i32 { self.row().attempts }
            /// After so many tries it is given up.
            async fn max_attempts(&self) -> i32 { self.row().max_attempts }
            /// Not before.
            async fn run_at(&self) -> DateTime<Utc> { self.row().run_at }
            /// Until when its worker holds it, unless it gives another sign.
            async fn lease_until(&self) -> Option<DateTime<Utc>> { self.row().lease_until }
            /// When it was enqueued.
            async fn created_at(&self) -> DateTime<Utc> { self.row().created_at }
            /// When it was done or given up.
            async fn finished_at(&self) -> Option<DateTime<Utc>> { self.row().finished_at }
            /// Why it failed last.
            async fn last_error(&self) -> Option<&str> { self.row().last_error.as_deref() }
        }
    }
}

resource! {
    /// A worker process, seen by its heartbeat.
    Worker: worker {
        many {
            /// Jobs that it holds, or held last.
            jobs: Job, JobFilter, JobOrder = job.WorkerId |row| row.worker_id.map(|id| id.0);
        }
        fields {
            /// Host and process.
            async fn name(&self) -> &str { &self.row().name }
            /// When it started.
            async fn started_at(&self) -> DateTime<Utc> { self.row().started_at }
            /// Its last heartbeat.
            async fn seen_at(&self) -> DateTime<Utc> { self.row().seen_at }
        }
    }
}
