//! Why no table of this room tells of people.

/// Tables without, each with the reason.
pub const OTHERS: &[(&str, &str)] = &[
    ("funding_programme", "a public programme"),
    ("project", "a public project"),
    ("project_partner", "offices"),
    ("project_task", "a project's tasks and teams"),
    ("visibility_profile", "signs"),
    ("visibility_sign", "signs"),
];
