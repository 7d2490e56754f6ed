//! Jobs of this room.

use serde::{Deserialize, Serialize};

use crate::jobs::queue::Payload;
use crate::shared::ids::RunId;

/// A report is collected, drawn and stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RunReport {
    /// The run.
    pub run_id: RunId,
}

impl Payload for RunReport {
    const KIND: &'static str = "reporting.run";

    fn unique_key(&self) -> Option<String> {
        Some(format!("reporting.run:{}", self.run_id))
    }
}
