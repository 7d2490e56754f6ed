//! Data and rules of Zwornik. The map is in `ARCHITECTURE.md`.
pub mod certificates;
pub mod shared;
pub mod trainings;
