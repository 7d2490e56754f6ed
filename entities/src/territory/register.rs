//! Why no table of this room tells of people.

/// Tables without, each with the reason.
pub const OTHERS: &[(&str, &str)] = &[("territorial_unit", "a public register")];
