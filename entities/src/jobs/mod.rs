//! The job queue: enqueued in the caller's transaction, claimed under a lease, completed in the transaction of
//! the job's own writes. Our own, because nothing else shares the transaction on both databases.
//!
//! | file | what |
//! | --- | --- |
//! | `queue.rs` | jobs come, are done, fail |
//! | `claim.rs` | in which order, and to whom, they go |
//! | `hold.rs` | what a restore sets aside, and what is let run once more |

pub mod claim;
pub mod deeds;
pub mod hold;
pub mod ids;
pub mod job;
pub mod maintenance;
pub mod queue;
pub mod register;
pub mod rights;
pub mod store;
pub mod worker;

use crate::db_enum;
use crate::rooms::Room;

/// What the room declares, folded in `lib.rs`.
pub const ROOM: Room = Room {
    knows: &["audit", "register"],
    rights: rights::ALL,
    deeds: deeds::ALL,
    things: ids::THINGS,
    others: register::OTHERS,
    kept: register::KEPT,
    ..Room::of("jobs")
};

db_enum! {
    /// State of a job.
    pub enum JobState {
        /// Waits until it may run.
        Ready = "ready": "oczekuje" / "ready",
        /// Held by a worker.
        Running = "running": "w toku" / "running",
        /// Done.
        Done = "done": "wykonane" / "done",
        /// Given up; somebody has to look.
        Dead = "dead": "przerwane, wymaga uwagi" / "dead",
    }
}
