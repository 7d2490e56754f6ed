//! The line that an export leaves in the trail.

pub(crate) mod note_export;
