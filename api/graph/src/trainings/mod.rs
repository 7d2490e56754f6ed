//! Trainings in the API: programmes, editions, sessions, enrolments, attendance.

pub mod filters;
pub mod query;
pub mod subscription;
pub mod types;
