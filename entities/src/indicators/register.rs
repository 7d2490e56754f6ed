//! Why no table of this room tells of people.

use crate::register::retention_rules::{Kept, stays};

/// Tables without, each with the reason.
pub const OTHERS: &[(&str, &str)] = &[
    ("indicator", "what is measured"),
    ("measurement", "figures of places; who gave them is the key of an account"),
];

/// For how long rows of each table are kept.
pub const KEPT: &[Kept] = &[
    stays("indicator", "documentation of a pilot"),
    stays("measurement", "documentation of a pilot, without people"),
];
