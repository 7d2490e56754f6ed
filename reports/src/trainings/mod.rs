//! Trainings on paper: the signable attendance list of a day.

pub mod expire_offer;
pub mod remind_participants;
pub mod remove_scan;
pub mod render_sheet;
pub mod sheet_layout;
