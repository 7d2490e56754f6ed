//! Reports drawn from collected figures: the pilot summary and its parts.

pub mod cover;
mod facts;
mod indicator;
mod overview;
pub mod pilot_summary;
