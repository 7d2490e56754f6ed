//! Information clauses in the API: what people are told of the use of their data, and who received it.

pub mod filters;
pub mod query;
pub mod types;
