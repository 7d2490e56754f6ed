//! The public pages of certificates, and their badges.

pub mod badge;
pub mod verification;
pub mod verify;
