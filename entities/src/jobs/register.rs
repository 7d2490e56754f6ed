//! Why no table of this room tells of people.

use crate::register::retention_rules::RetentionRule::{DoneJobs, GivenUpJobs, SilentWorkers};
use crate::register::retention_rules::{Kept, by};

/// Tables without, each with the reason.
pub const OTHERS: &[(&str, &str)] = &[("job", "keys only"), ("worker", "names of machines")];

/// For how long rows of each table are kept.
pub const KEPT: &[Kept] = &[by("job", &[DoneJobs, GivenUpJobs]), by("worker", &[SilentWorkers])];
