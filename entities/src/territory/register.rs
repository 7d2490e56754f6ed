//! Why no table of this room tells of people.

use crate::register::retention_rules::{Kept, gone, stays};

/// Tables without, each with the reason.
pub const OTHERS: &[(&str, &str)] = &[
    ("territorial_unit", "a public register"),
    ("subregion", "names of parts of a voivodeship"),
    ("subregion_powiat", "which powiats they are"),
];

/// For how long rows of each table are kept.
pub const KEPT: &[Kept] = &[
    stays("territorial_unit", "a public register"),
    stays("subregion", "a public register; hours of advice are counted by it"),
    gone("subregion_powiat", "with a change of the subregion"),
];
