//! Enums of the jobs.

use crate::labelled_enum;

labelled_enum! {
    /// State of a job.
    pub enum JobState of entities::jobs::JobState {
        /// Waits until it may run.
        Ready = "oczekuje" / "ready",
        /// Held by a worker.
        Running = "w toku" / "running",
        /// Done.
        Done = "wykonane" / "done",
        /// Given up; somebody has to look.
        Dead = "przerwane, wymaga uwagi" / "dead",
    }
}
