//! Where jobs are reached from the top of a query.

use async_graphql::{Context, Object, Result};
use kit::connections;

use super::filters::{JobFilter, JobOrder, WorkerFilter, WorkerOrder};
use super::types::{Job, Worker};

connections! {
    /// Queries of the jobs.
    JobQuery {
        /// Jobs; empty for all but administrators and auditors of the installation.
        jobs: Job, JobFilter, JobOrder;
        /// Worker processes that have not signed off; empty for all but administrators and auditors of the installation.
        workers: Worker, WorkerFilter, WorkerOrder;
    }
}
