//! Worker of Zwornik: jobs, schedules and documents.
