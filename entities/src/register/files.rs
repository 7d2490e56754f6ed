//! Stored files by their kind: what erasure does with them.

use super::When;
use crate::documents::DocumentKind;

/// What erasure does with files of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Files {
    /// They are the person's own and go.
    Own(When),
    /// They hold many people and are made from the data: those with the person go, and are made anew without them.
    MadeAnew(When),
    /// They stay; why.
    Stay(&'static str),
}

/// What erasure does with files of this kind.
pub const fn of(kind: DocumentKind) -> Files {
    match kind {
        DocumentKind::Certificate => Files::Own(When::AfterProjects),
        DocumentKind::CertificatePreview | DocumentKind::PersonExport => Files::Own(When::AtOnce),
        DocumentKind::CertificateArchive | DocumentKind::AttendanceSheet => {
            Files::MadeAnew(When::AfterProjects)
        }
        DocumentKind::Report => Files::Stay("reports show no people"),
        DocumentKind::Material | DocumentKind::ProjectFile => Files::Stay(
            "scans with signatures of many people are documentation of the project and go with it; nobody can take \
             one person out of a scan",
        ),
    }
}
