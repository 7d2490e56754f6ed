//! Why no table of this room tells of people.

use crate::register::retention_rules::{Kept, stays};

/// Tables without, each with the reason.
pub const OTHERS: &[(&str, &str)] = &[
    ("cooperation_model", "texts of a project"),
    ("model_version", "texts of a project"),
    ("pilot", "a project's pilot"),
    ("pilot_site", "a place"),
    ("site_institution", "offices at a place"),
];

/// For how long rows of each table are kept.
pub const KEPT: &[Kept] = &[
    stays("cooperation_model", "documentation of the project"),
    stays("model_version", "documentation of the project"),
    stays("pilot", "documentation of the project"),
    stays("pilot_site", "documentation of the project"),
    stays("site_institution", "documentation of the project"),
];
