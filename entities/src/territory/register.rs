//! Why no table of this room tells of people.

use crate::register::retention_rules::{Kept, stays};

/// Tables without, each with the reason.
pub const OTHERS: &[(&str, &str)] = &[("territorial_unit", "a public register")];

/// For how long rows of each table are kept.
pub const KEPT: &[Kept] = &[stays("territorial_unit", "a public register")];
