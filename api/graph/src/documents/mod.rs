//! Documents in the API: what is stored, and links to download it.

pub mod filters;
pub mod link;
pub mod query;
pub mod types;
