//! Jobs of PESEL numbers.

pub mod rekey;
