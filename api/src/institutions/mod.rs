//! Institutions and people in the API.

pub mod types;
