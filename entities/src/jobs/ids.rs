//! Keys of this room.

use crate::ids;

ids! {
    /// Key of a job.
    JobId = "Job": "zadanie" / "job";
    /// Key of a worker process.
    WorkerId = "Worker": "proces roboczy" / "worker";
}
