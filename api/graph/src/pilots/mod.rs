//! Pilots in the API: models, versions, pilots, sites.

pub mod filters;
pub mod query;
pub mod types;
