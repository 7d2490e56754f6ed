//! The nightly clean-up, as a job. What goes is `register/retention_rules.rs`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::queue::Payload;

/// The clean-up of one day.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sweep {
    /// The day in Warsaw.
    pub day: NaiveDate,
}

impl Payload for Sweep {
    const KIND: &'static str = "jobs.sweep";
    const PRIORITY: i32 = -10;

    fn unique_key(&self) -> Option<String> {
        Some(format!("jobs.sweep:{}", self.day))
    }
}
