//! PESEL numbers in the API: masked wherever they are read, whole only by a mutation that leaves its line.

pub mod filters;
pub mod query;
pub mod types;
