//! The audit trail in the API. Read only.

pub mod enums;
pub mod filters;
pub mod query;
pub mod types;
