//! Advice to institutions in the API: advisers, requests, sessions; coaching.

pub mod coaching;
pub mod coaching_filters;
pub mod coaching_notes;
pub mod coaching_times;
pub mod filters;
pub mod ledger;
pub mod query;
pub mod summary;
pub mod types;
