//! What every room uses.
pub mod repertoire;
