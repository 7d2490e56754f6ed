//! Reports: collected once, drawn from the figures kept, stored once.
//!
//! `clock` and `run` carry runs out, `draw` turns figures into bytes; `training_summary` and
//! `training_book` lay out the training summary, the other files the pilot summary.

pub mod clock;
pub mod cover;
pub mod draw;
mod facts;
mod indicator;
mod overview;
pub mod pilot_summary;
pub mod run;
mod training_book;
pub mod training_summary;
