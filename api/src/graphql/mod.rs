//! The schema and what stands before it.
pub mod guard;
