//! Reports: collected once, drawn from the figures kept, stored once.
//!
//! `clock` and `run` carry runs out, `draw` turns figures into bytes; the other files lay out the pilot summary.

pub mod clock;
pub mod cover;
pub mod draw;
mod facts;
mod indicator;
mod overview;
pub mod pilot_summary;
pub mod run;
