//! Why no table of this room tells of people.

use crate::register::retention_rules::{Kept, stays};

/// Tables without, each with the reason.
pub const OTHERS: &[(&str, &str)] = &[
    ("funding_programme", "a public programme"),
    ("project", "a public project"),
    ("project_partner", "offices"),
    ("project_task", "a project's tasks and teams"),
    ("visibility_profile", "signs"),
    ("visibility_sign", "signs"),
];

/// For how long rows of each table are kept.
pub const KEPT: &[Kept] = &[
    stays("funding_programme", "a handful, public"),
    stays("project", "documentation of the project; statistics outlive it"),
    stays("project_partner", "documentation of the project"),
    stays("project_task", "documentation of the project"),
    stays("visibility_profile", "what documents were printed by"),
    stays("visibility_sign", "what documents were printed by"),
];
