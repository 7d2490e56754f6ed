//! Trainings in the API: programmes, editions, sessions, enrolments, attendance.

pub mod filters;
pub mod query;
pub mod seen;
pub mod subscription;
pub mod types;
