//! Partnerships in the API.

pub mod types;
