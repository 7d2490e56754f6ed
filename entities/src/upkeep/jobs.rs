//! Jobs of this room.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::jobs::queue::Payload;

/// Rows whose words were not made by whoever wrote them get them: those from before there was search, and whatever was
/// written past the program.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MakeWords {
    /// The tick that found them, to the minute: each of several workers' ticks asks for it, one of them gets it.
    pub asked_at: DateTime<Utc>,
}

impl Payload for MakeWords {
    const KIND: &'static str = "upkeep.words";
    const PRIORITY: i32 = -5;

    fn unique_key(&self) -> Option<String> {
        Some(format!("upkeep.words:{}", self.asked_at.format("%Y-%m-%dT%H:%M")))
    }
}
