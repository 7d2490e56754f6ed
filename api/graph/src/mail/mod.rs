//! The delivery ledger as clients see it: who was written to about what, and what came of it.

pub mod filters;
pub mod query;
pub mod types;
