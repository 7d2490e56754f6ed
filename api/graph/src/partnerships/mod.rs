//! Partnerships in the API: funding programmes, projects with partners and tasks, the signs on documents.

pub mod filters;
pub mod query;
pub mod types;
