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
            worker: Worker = WorkerId;
        }
        choices {
            /// State.
            state, state_label: JobState;
        }
        columns {
            /// Which handler does it, e.g. `certificates.render`.
            kind: String;
            /// Higher runs first: a point is worth a minute of waiting.
            priority: i32;
            /// How often it was tried.
            attempts: i32;
            /// After so many tries it is given up.
            max_attempts: i32;
            /// Not before.
            run_at: DateTime<Utc>;
            /// Until when its worker holds it, unless it gives another sign.
            lease_until: Option<DateTime<Utc>>;
            /// When it was enqueued.
            created_at: DateTime<Utc>;
            /// When it was done or given up.
            finished_at: Option<DateTime<Utc>>;
            /// Why it failed last.
            last_error: Option<String>;
        }
    }
}

resource! {
    /// A worker process, seen by its heartbeat.
    Worker: worker {
        many {
            /// Jobs that it holds, or held last.
            jobs: Job, JobFilter, JobOrder = job.WorkerId;
        }
        columns {
            /// Host and process.
            name: String;
            /// When it started.
            started_at: DateTime<Utc>;
            /// Its last heartbeat.
            seen_at: DateTime<Utc>;
        }
    }
}
