//! Jobs of this room.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::jobs::queue::Payload;

/// Secrets of second factors that lie under older keys are sealed anew.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RekeySecondFactors {
    /// The tick that found them, to the minute: each of several workers' ticks asks for it, one of them gets it.
    pub asked_at: DateTime<Utc>,
}

impl Payload for RekeySecondFactors {
    const KIND: &'static str = "accounts.rekey";
    const PRIORITY: i32 = -5;

    fn unique_key(&self) -> Option<String> {
        Some(format!("accounts.rekey:{}", self.asked_at.format("%Y-%m-%dT%H:%M")))
    }
}
