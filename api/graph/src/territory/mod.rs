//! Territory in the API: the register of territorial codes, open to everybody.

pub mod filters;
pub mod query;
pub mod types;
