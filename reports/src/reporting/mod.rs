//! Reports: collected once, drawn from the figures kept, stored once.

pub mod clock;
pub mod draw;
pub mod run;
