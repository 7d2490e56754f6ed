//! Trainings on paper: the signable attendance list of a day.

pub mod sheet;
