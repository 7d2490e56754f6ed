//! The figures of a pilot summary: what one query collects, what screen, CSV and PDF show alike.
//!
//! Values are hundredths of the indicator's unit. Only approved measurements up to the cut-off count.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::indicators::Direction;
use crate::partnerships::sign::Sign;

/// Everything the report says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PilotSummary {
    /// Title of the report.
    pub title: String,
    /// Title of the pilot.
    pub pilot: String,
    /// Title of the model and number of its version.
    pub model: String,
    /// Title and number of the project.
    pub project: String,
    /// The office that reports.
    pub issuer: String,
    /// First day of the pilot.
    pub starts_on: NaiveDate,
    /// Last day of the pilot.
    pub ends_on: NaiveDate,
    /// Measurements approved up to here count.
    pub cut_off: DateTime<Utc>,
    /// When the figures were collected; the document's dates.
    pub collected_at: DateTime<Utc>,
    /// Sites in Polish order.
    pub sites: Vec<Site>,
    /// First days of the quarters of the pilot, in order.
    pub quarters: Vec<NaiveDate>,
    /// Indicators in their order.
    pub indicators: Vec<Indicator>,
    /// The visibility strip.
    pub strip: Vec<Sign>,
}

/// A site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// Name as printed, e.g. `gmina Bieliny`.
    pub name: String,
    /// How many institutions take part.
    pub institutions: u32,
}

/// An indicator with its values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    /// Short code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Unit, as printed after a value.
    pub unit: String,
    /// Decimals as printed, 0 to 2.
    pub decimals: u8,
    /// Value before the pilot, in hundredths.
    pub baseline_hundredths: i64,
    /// Value to be reached, in hundredths.
    pub target_hundredths: i64,
    /// Whether more or less is better.
    pub direction: Direction,
    /// One row per site, one value per quarter; none where nothing was approved.
    pub values_hundredths: Vec<Vec<Option<i64>>>,
}
