//! Upkeep: backups of the embedded database, and what must happen after any restore so that nothing is sent again
//! and no number is given twice.

pub mod actions;
pub mod store;
