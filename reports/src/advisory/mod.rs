//! Jobs of advice and coaching.

pub mod rekey;
