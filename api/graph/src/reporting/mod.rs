//! Reporting in the API: reports, their schedules, runs and artefacts.

pub mod figures;
pub mod filters;
pub mod query;
pub mod subscription;
pub mod trainings;
pub mod types;
