//! The audit trail in the API. Read only, but for the line that an export leaves.

pub mod filters;
pub mod query;
pub mod types;
