//! Trainings in the API: programmes, editions, sessions, enrolments, attendance.

pub mod filters;
pub mod mutations;
pub mod query;
pub(crate) mod seen;
pub mod subscription;
pub mod types;
