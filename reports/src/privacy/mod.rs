//! Copies of everything about a person, and the files of what was erased.

pub mod copy;
pub mod remove_files;
pub mod render_export;
