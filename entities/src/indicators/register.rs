//! Why no table of this room tells of people.

/// Tables without, each with the reason.
pub const OTHERS: &[(&str, &str)] = &[
    ("indicator", "what is measured"),
    ("measurement", "figures of places; who gave them is the key of an account"),
];
