//! Trainings in the API: programmes, editions, sessions, enrolments, attendance.

mod clashes;
pub mod filters;
pub mod materials;
pub mod query;
pub mod seen;
pub mod sheets;
pub mod subscription;
pub mod surveys;
pub mod template;
pub mod types;
pub mod wordings;
