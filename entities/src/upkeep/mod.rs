//! Upkeep: backups of the embedded database, and what must happen after any restore so that nothing is sent again
//! and no number is given twice. `sealed.rs` is the list of what needs the keys of the key file.

pub mod actions;
pub mod sealed;
pub mod store;
