//! Jobs of this room.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::jobs::queue::Payload;

/// Notes of coaching that lie under older keys are sealed anew.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RekeyNotes {
    /// The tick that found them, to the minute: each of several workers' ticks asks for it, one of them gets it.
    pub asked_at: DateTime<Utc>,
}

impl Payload for RekeyNotes {
    const KIND: &'static str = "advisory.rekey";
    const PRIORITY: i32 = -5;

    fn unique_key(&self) -> Option<String> {
        Some(format!("advisory.rekey:{}", self.asked_at.format("%Y-%m-%dT%H:%M")))
    }
}
