//! Jobs and workers in the API, for whoever looks after the installation.

pub mod filters;
pub mod query;
pub mod types;
