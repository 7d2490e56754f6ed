//! Copies of everything about a person, the files of what was erased, and the list of who was.

pub mod copy;
pub mod note_erasure;
pub mod remove_files;
pub mod render_export;
