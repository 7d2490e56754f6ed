//! The figures of a run, of whatever kind its report is. As they are kept, each kind is told by its own fields.

use serde::{Deserialize, Serialize};

use super::pilot_summary::PilotSummary;
use super::training_summary::TrainingSummary;

/// Everything a report says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Figures {
    /// Of a pilot.
    Pilot(Box<PilotSummary>),
    /// Of trainings.
    Trainings(Box<TrainingSummary>),
}
