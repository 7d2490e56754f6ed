//! Why no table of this room tells of people.

/// Tables without, each with the reason.
pub const OTHERS: &[(&str, &str)] = &[("job", "keys only"), ("worker", "names of machines")];
