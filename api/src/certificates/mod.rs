//! The public page of certificates.

pub mod verification;
pub mod verify;
