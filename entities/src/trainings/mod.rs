//! Trainings.
pub mod sheet;
