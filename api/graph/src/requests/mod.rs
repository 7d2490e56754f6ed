//! Requests in the API: what people ask for about their own data, erasure, retention.

pub mod filters;
pub mod query;
pub mod types;
