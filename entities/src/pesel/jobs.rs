//! Jobs of this room.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::jobs::queue::Payload;

/// Numbers of older keys are sealed and marked anew.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rekey {
    /// The tick that found them, to the minute: each of several workers' ticks asks for it, one of them gets it.
    pub asked_at: DateTime<Utc>,
}

impl Payload for Rekey {
    const KIND: &'static str = "pesel.rekey";
    const PRIORITY: i32 = -5;

    fn unique_key(&self) -> Option<String> {
        Some(format!("pesel.rekey:{}", self.asked_at.format("%Y-%m-%dT%H:%M")))
    }
}
