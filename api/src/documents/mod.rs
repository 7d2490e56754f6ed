//! Documents in the API: what is stored, and links to download it.

pub mod download;
pub mod filters;
pub mod mutations;
pub mod query;
pub mod types;
