//! Institutions, people and employments in the API.

pub mod filters;
pub mod query;
pub mod types;
