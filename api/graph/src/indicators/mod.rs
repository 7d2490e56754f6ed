//! Indicators in the API: indicators of pilots and their measurements.

pub mod filters;
pub mod query;
pub mod types;
