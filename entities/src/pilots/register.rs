//! Why no table of this room tells of people.

/// Tables without, each with the reason.
pub const OTHERS: &[(&str, &str)] = &[
    ("cooperation_model", "texts of a project"),
    ("model_version", "texts of a project"),
    ("pilot", "a project's pilot"),
    ("pilot_site", "a place"),
    ("site_institution", "offices at a place"),
];
