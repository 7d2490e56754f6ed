//! Accounts in the API: who the viewer is, users and their roles, sessions and tokens.
//!
//! Secrets leave the API once, in the payload of the mutation that made them; those mutations take no idempotency
//! key, because its stored answer would hold the secret.

pub mod filters;
pub mod query;
pub mod types;
pub mod viewer;
