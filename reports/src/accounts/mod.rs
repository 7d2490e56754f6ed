//! Jobs of accounts.

pub mod rekey;
