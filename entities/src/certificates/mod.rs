//! Certificates.
pub mod snapshot;
