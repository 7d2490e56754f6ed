//! Certificates in the API: lists, issuing, verification.

pub mod filters;
pub mod query;
pub mod subscription;
pub mod types;
pub mod unmet;
