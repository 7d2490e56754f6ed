//! Worker of Zwornik: jobs, schedules and documents.
pub mod certificates;
pub mod document;
pub mod trainings;
